import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Viewer } from '@/lib/server/sessions/session-viewer';
import { signInLimits } from '@/lib/server/sessions/sign-in-limits';
import { type Answer, call, TEST_HOST } from '@/lib/server/testing/call';
import { cookieOf, type House, openHouse, TEST_PASSWORD } from '@/lib/server/testing/test-house';
import * as auth from './auth/[...nextauth]/route';
import * as notifications from './notifications/route';

let house: House;
let ana: Viewer;
beforeEach(async () => {
  house = await openHouse();
  ana = await house.addPerson('Ana', 'member');
});
afterEach(() => house.close());

type Overrides = Record<string, string | null>;

async function get(action: string, cookie = '', headers: Overrides = {}) {
  return call(auth.GET, {
    path: `/api/auth/${action}`,
    params: { nextauth: action.split('?')[0]?.split('/') ?? [] },
    cookie,
    headers,
  });
}

/** A POST the way next-auth's own client sends it: with the token it was given and the cookie beside it. */
async function post(action: string, fields: Record<string, unknown>, cookie = '', headers: Overrides = {}) {
  const csrf = await get('csrf');
  const jar = [cookiesOf(csrf.headers), cookie].filter((part) => part !== '').join('; ');
  return call(auth.POST, {
    method: 'POST',
    path: `/api/auth/${action}`,
    params: { nextauth: action.split('/') },
    cookie: jar,
    json: { csrfToken: csrf.body.csrfToken, json: 'true', ...fields },
    headers,
  });
}

const cookiesOf = (headers: Headers): string =>
  headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');

const sessionCookie = (headers: Headers): string =>
  cookiesOf(headers)
    .split('; ')
    .find((cookie) => cookie.startsWith('next-auth.session-token=')) ?? '';

const from = (address: string) => ({ 'x-belfry-client-address': address });
const signIn = (password = TEST_PASSWORD, email = 'ana@belfry.test', cookie = '', headers: Overrides = {}) =>
  post('callback/credentials', { email, password }, cookie, headers);

/** Failures that happened before the test, without the half second that each would take. */
async function fail(times: number, attempt: { account: string; address: string }): Promise<void> {
  for (let count = 0; count < times; count += 1) {
    expect(await signInLimits().take(attempt)).toMatchObject({ allowed: true });
  }
}
const errorOf = (answer: { body: Answer }) => new URL(answer.body.url).searchParams.get('error');
const canRead = async (cookie: string) => (await call(notifications.GET, { cookie })).status === 200;

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

test('after ten failures an account waits, from wherever; then it opens again', async () => {
  for (let count = 0; count < 10; count += 1) {
    expect(errorOf(await signIn('wrong', undefined, '', from(`10.0.0.${count}`)))).toContain('do not match');
  }
  const refused = await signIn(TEST_PASSWORD, undefined, '', from('10.9.9.9'));
  expect(refused.status).toBe(401);
  expect(errorOf(refused)).toBe('Too many attempts. Try again in 15 minutes.');
  expect(sessionCookie(refused.headers)).toBe('');
});

test('an unknown account waits just the same', async () => {
  await fail(10, { account: 'nobody@belfry.test', address: '10.0.0.1' });
  expect(errorOf(await signIn('wrong', 'nobody@belfry.test'))).toContain('Too many attempts');
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
  expect(errorOf(await signIn('wrong', 'fresh@belfry.test', '', pretending))).toContain('Too many');
  expect(errorOf(await signIn('wrong', 'fresh@belfry.test', '', from('10.0.0.2')))).toContain('do not match');
});

test('signing out ends the session on the server: its cookie, kept, is worth nothing and its sockets are closed', async () => {
  const cookie = sessionCookie((await signIn()).headers);
  expect(await canRead(cookie)).toBe(true);
  const answer = await post('signout', {}, cookie);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('clear-site-data')).toBe('"cache", "storage"');
  expect(sessionCookie(answer.headers)).toBe('next-auth.session-token=');
  expect(house.told).toEqual([expect.stringMatching(/^close [0-9a-f-]{36}$/)]);
  expect(await canRead(cookie)).toBe(false);
  const session = await get('session', cookie);
  expect(session.body).toEqual({});
  expect(sessionCookie(session.headers)).toBe('next-auth.session-token=');
});

test('a sign-out that could not be written down does not look like one', async () => {
  const cookie = sessionCookie((await signIn()).headers);
  house.store.revokeSession = () => Promise.reject(new Error('disk is gone'));
  const answer = await post('signout', {}, cookie);
  expect(answer.status).toBe(500);
  expect(sessionCookie(answer.headers)).toBe('');
});

test('every sign-in is a new session, and ends the one this browser had', async () => {
  const first = sessionCookie((await signIn()).headers);
  const elsewhere = sessionCookie((await signIn()).headers);
  const second = sessionCookie((await signIn(undefined, undefined, first)).headers);
  expect(await canRead(second)).toBe(true);
  expect(await canRead(first)).toBe(false);
  expect(await canRead(elsewhere)).toBe(true);
});

test('a disabled person is out at once, and a new role counts at once', async () => {
  const cookie = sessionCookie((await signIn()).headers);
  await house.store.changeUser(ana.id, { role: 'admin', now: house.clock.now });
  expect((await get('session', cookie)).body.user.role).toBe('admin');
  await house.store.changeUser(ana.id, { disabled: true, now: house.clock.now });
  expect((await get('session', cookie)).body).toEqual({});
  expect(await canRead(cookie)).toBe(false);
});

test('a session ends after seven idle days and after thirty in all', async () => {
  const day = 24 * 3600_000;
  const cookie = await house.signedIn(ana);
  house.clock.now += 7 * day + 60_000;
  expect(await canRead(cookie)).toBe(false);
  const used = await house.signedIn(ana);
  for (let days = 6; days <= 29; days += 5) {
    house.clock.now += 5 * day;
    expect(await canRead(used)).toBe(true);
  }
  house.clock.now += 5 * day;
  expect(await canRead(used)).toBe(false);
});

test('a token that is forged, of another secret, of an old version or of nobody opens nothing', async () => {
  const genuine = await house.signedIn(ana);
  expect(await canRead(genuine)).toBe(true);
  const sid = (await get('session', genuine)) && 'unknown-session';
  for (const cookie of [
    'next-auth.session-token=nothing',
    `${genuine}x`,
    await cookieOf({ sid, authVersion: 0 }),
    await cookieOf({ sub: ana.id, role: 'admin' }),
    await cookieOf({ sid: ['a'], authVersion: 0 }),
    await cookieOf({ sid, authVersion: 0 }, 'another-secret-that-is-long-enough-too'),
    genuine.replace('next-auth.session-token', '__Secure-next-auth.session-token'),
  ]) {
    expect(await canRead(cookie)).toBe(false);
  }
});

test('a token of an older version of the person’s credentials opens nothing', async () => {
  const { body } = await get('session', await house.signedIn(ana));
  expect(body.user.id).toBe(ana.id);
  await house.store.createSession({
    id: 'known',
    userId: ana.id,
    now: house.clock.now,
    expiresAt: house.clock.now + 1000,
  });
  const current = (await house.store.findUser(ana.id))?.authVersion ?? 0;
  expect(await canRead(await cookieOf({ sid: 'known', authVersion: current }))).toBe(true);
  expect(await canRead(await cookieOf({ sid: 'known', authVersion: current + 1 }))).toBe(false);
});

for (const target of [
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  'javascript:alert(1)',
  'http://belfry.test:3000.evil.example/',
  ':::',
]) {
  test(`after signing in nobody is sent to ${target}`, async () => {
    const answer = await post('callback/credentials', {
      email: 'ana@belfry.test',
      password: TEST_PASSWORD,
      callbackUrl: target,
    });
    expect(sessionCookie(answer.headers)).not.toBe('');
    expect(new URL(answer.body.url).origin).toBe(`http://${TEST_HOST}`);
    const asked = await get(`signin?callbackUrl=${encodeURIComponent(target)}`);
    expect(asked.headers.get('location')).not.toContain('evil');
    const kept = await get('csrf', `next-auth.callback-url=${encodeURIComponent(target)}`);
    expect(kept.status).toBe(200);
  });
}

test('after signing in one comes back to the page on this site', async () => {
  const answer = await post('callback/credentials', {
    email: 'ana@belfry.test',
    password: TEST_PASSWORD,
    callbackUrl: '/inbox?filter=unread',
  });
  expect(answer.body.url).toBe(`http://${TEST_HOST}/inbox?filter=unread`);
});

test('a form without scripts signs in as well', async () => {
  const csrf = await get('csrf');
  const fields = { csrfToken: csrf.body.csrfToken, email: 'ana@belfry.test', password: TEST_PASSWORD };
  const response = await auth.POST(
    new Request(`http://${TEST_HOST}/api/auth/callback/credentials`, {
      method: 'POST',
      headers: { host: TEST_HOST, origin: `http://${TEST_HOST}`, cookie: cookiesOf(csrf.headers) },
      body: new URLSearchParams({ ...fields, callbackUrl: '/inbox' }),
    }),
    { params: Promise.resolve({ nextauth: ['callback', 'credentials'] }) },
  );
  expect(response.status).toBe(302);
  expect(response.headers.get('location')).toBe(`http://${TEST_HOST}/inbox`);
  expect(sessionCookie(response.headers)).not.toBe('');
});

test('without next-auth’s own token nobody is signed in or out', async () => {
  const cookie = sessionCookie((await signIn()).headers);
  const fields = { csrfToken: 'guessed', email: 'ana@belfry.test', password: TEST_PASSWORD };
  expect(sessionCookie((await post('callback/credentials', fields)).headers)).toBe('');
  await post('signout', { csrfToken: 'guessed' }, cookie);
  expect(await canRead(cookie)).toBe(true);
});

const FOREIGN: Overrides[] = [
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
  { 'sec-fetch-site': null, origin: 'https://evil.example' },
  { 'sec-fetch-site': null, origin: 'null' },
];
for (const headers of FOREIGN) {
  test(`a sign-in with ${JSON.stringify(headers)} is another site’s and refused`, async () => {
    const answer = await signIn(TEST_PASSWORD, undefined, '', headers);
    expect(answer.status).toBe(403);
    expect(sessionCookie(answer.headers)).toBe('');
  });
}

test('a program without a browser may sign in with the token and cookie it was given', async () => {
  const answer = await signIn(TEST_PASSWORD, undefined, '', { 'sec-fetch-site': null });
  expect(sessionCookie(answer.headers)).not.toBe('');
});

test('next-auth’s other doors are closed', async () => {
  for (const action of [
    'verify-request',
    'callback/credentials/x',
    'nothing',
    '__proto__',
    'callback/github',
  ]) {
    expect((await get(action)).status).toBe(404);
  }
  expect((await get('callback/credentials')).status).toBe(405);
  expect((await post('session', { data: { role: 'admin' } })).status).toBe(405);
  expect((await post('_log', { level: 'error', code: 'x' })).status).toBe(204);
});

test('with https as the configured address the cookies are for https alone', async () => {
  await house.close();
  house = await openHouse({ publicUrl: new URL('https://notices.example.org') });
  await house.addPerson('Ana', 'member');
  const csrf = await get('csrf');
  expect(cookiesOf(csrf.headers)).toMatch(/__Host-next-auth\.csrf-token=.*__Secure-next-auth\.callback-url=/);
  const answer = await signIn();
  const lines = answer.headers.getSetCookie();
  expect(lines.find((line) => line.startsWith('__Secure-next-auth.session-token='))).toMatch(/; Secure/);
  expect(new URL(answer.body.url).origin).toBe('https://notices.example.org');
});

test('a foreign host in a forwarding header changes no address', async () => {
  const answer = await signIn(TEST_PASSWORD, undefined, '', {
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
  });
  expect(new URL(answer.body.url).origin).toBe(`http://${TEST_HOST}`);
});
