import { afterEach, beforeEach, expect, test } from 'vitest';
import { AppError } from '@/lib/errors';
import type { Viewer } from '@/lib/server/sessions/session-viewer';
import { signInLimits } from '@/lib/server/sessions/sign-in-limits';
import { type House, openHouse, TEST_PASSWORD } from '@/lib/server/testing/test-house';
import { canRead, errorOf, from, get, post, sessionCookie, signIn } from './auth-calls';

let house: House;
let ana: Viewer;
beforeEach(async () => {
  house = await openHouse();
  ana = await house.addPerson('Ana', 'member');
});
afterEach(() => house.close());

/** Failures that happened before the test, without the half second that each would take. */
async function fail(times: number, attempt: { account: string; address: string }): Promise<void> {
  for (let count = 0; count < times; count += 1) {
    expect(await signInLimits().take(attempt)).toMatchObject({ allowed: true });
  }
}
test('the right password opens a session that says who it is', async () => {
  const answer = await signIn(TEST_PASSWORD, ' Ana@Belfry.test ');
  expect(answer.status).toBe(200);
  const cookie = sessionCookie(answer.headers);
  const { body } = await get('session', cookie);
  expect(body.user).toEqual({ id: ana.id, name: 'Ana', email: 'ana@belfry.test', role: 'member' });
  expect(body.expires).toBe('2030-06-14T10:00:00.000Z');
  expect(await canRead(cookie)).toBe(true);
  expect(answer.headers.getSetCookie().find((line) => line.startsWith('next-auth.session-token'))).toMatch(
    /HttpOnly; SameSite=Lax/i,
  );
});

test('nobody is signed in without a cookie', async () => {
  expect((await get('session')).body).toEqual({});
});

test('a wrong password, an unknown and a disabled person are told the same, and open nothing', async () => {
  const lea = await house.addPerson('Lea', 'member');
  await house.store.changeUser(lea.id, { disabled: true, now: house.clock.now });
  const answers = [
    await signIn('wrong password'),
    await signIn(TEST_PASSWORD, 'nobody@belfry.test'),
    await signIn(TEST_PASSWORD, 'lea@belfry.test'),
  ];
  for (const answer of answers) {
    expect(answer.status).toBe(401);
    expect(errorOf(answer)).toBe('That e-mail address and password do not match.');
    expect(sessionCookie(answer.headers)).toBe('');
  }
  expect(answers.map((answer) => JSON.stringify(answer.body))).toEqual(
    answers.map(() => JSON.stringify(answers[0]?.body)),
  );
});

test('a wrong password leaves one line in the log, without a stack or the password', async () => {
  await signIn('wrong password');
  const log = house.log.join('');
  expect(house.log.filter((line) => line.includes('callback'))).toHaveLength(1);
  expect(log).not.toContain('wrong password');
  expect(log).not.toMatch(/stack|next-auth|"level":[45]0/);
});

for (const fields of [
  {},
  { email: 'ana@belfry.test' },
  { email: ['ana@belfry.test'], password: {} },
  { email: 'a'.repeat(400), password: 'p' },
  { email: 'ana@belfry.test', password: 'p'.repeat(1025) },
]) {
  test(`a sign-in with ${JSON.stringify(fields).slice(0, 40)} is refused`, async () => {
    const answer = await post('callback/credentials', fields);
    expect(answer.status).toBe(401);
    expect(sessionCookie(answer.headers)).toBe('');
  });
}

test('after ten failures an account waits, from wherever and with the right password too', async () => {
  for (let count = 0; count < 10; count += 1) {
    expect(errorOf(await signIn('wrong', undefined, '', from(`10.0.0.${count}`)))).toContain('do not match');
  }
  const refused = await signIn(TEST_PASSWORD, undefined, '', from('10.9.9.9'));
  expect([refused.status, refused.headers.get('content-type')]).toEqual([429, 'application/problem+json']);
  expect(refused.body).toMatchObject({
    type: 'urn:belfry:problem:too_many',
    detail: 'Too many attempts. Try again in 15 minutes.',
  });
  const seconds = refused.body.retryAfterSeconds;
  expect(seconds).toBeGreaterThan(14 * 60);
  expect(seconds).toBeLessThanOrEqual(15 * 60);
  expect(refused.headers.get('retry-after')).toBe(String(seconds));
  expect(sessionCookie(refused.headers)).toBe('');
});

test('a database that is busy is not a wrong password', async () => {
  house.store.createSession = () => Promise.reject(new AppError('unavailable', 'The database is busy.'));
  const refused = await signIn();
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
  expect(refused.body).toMatchObject({
    type: 'urn:belfry:problem:unavailable',
    detail: 'The database is busy.',
  });
});

test('a database that is busy while a session is looked up does not end it', async () => {
  const cookie = sessionCookie((await signIn()).headers);
  const { findSession } = house.store;
  let looks = 0;
  house.store.findSession = (...asked) => {
    looks += 1;
    return looks === 1 ? findSession(...asked) : Promise.reject(new AppError('unavailable', 'Busy.'));
  };
  const refused = await get('session', cookie);
  expect(looks).toBe(2);
  expect([refused.status, refused.headers.getSetCookie()]).toEqual([503, []]);
});

test('an unknown account waits just the same', async () => {
  await fail(10, { account: 'nobody@belfry.test', address: '10.0.0.1' });
  expect((await signIn('wrong', 'nobody@belfry.test')).status).toBe(429);
});

test('only failures count', async () => {
  for (let count = 0; count < 12; count += 1) {
    expect(sessionCookie((await signIn()).headers)).not.toBe('');
  }
});

test('what a client says of its own address is not believed', async () => {
  for (let count = 0; count < 100; count += 1) {
    await fail(1, { account: `person${count}@belfry.test`, address: '10.0.0.1' });
  }
  const pretending = { ...from('10.0.0.1'), 'x-forwarded-for': '192.0.2.7' };
  expect((await signIn('wrong', 'fresh@belfry.test', '', pretending)).status).toBe(429);
  expect(errorOf(await signIn('wrong', 'fresh@belfry.test', '', from('10.0.0.2')))).toContain('do not match');
});
