import { afterEach, beforeEach, expect, test } from 'vitest';
import { TEST_HOST } from '@/lib/server/testing/call';
import { type House, openHouse, TEST_PASSWORD } from '@/lib/server/testing/test-house';
import * as auth from './[...nextauth]/route';
import { canRead, cookiesOf, get, type Overrides, post, sessionCookie, signIn } from './auth-calls';

let house: House;
beforeEach(async () => {
  house = await openHouse();
  await house.addPerson('Ana', 'member');
});
afterEach(() => house.close());

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

for (const callbackUrl of [{ toString: 1 }, ['/inbox'], 7, null]) {
  test(`an address to return to that is ${JSON.stringify(callbackUrl)} is refused by name`, async () => {
    const answer = await post('callback/credentials', {
      email: 'ana@belfry.test',
      password: TEST_PASSWORD,
      callbackUrl,
    });
    expect([answer.status, answer.body.errors]).toEqual([
      400,
      [{ path: 'callbackUrl', message: 'This must be text.' }],
    ]);
    expect(sessionCookie(answer.headers)).toBe('');
  });
}

for (const host of [
  '%',
  '[',
  'a b',
  '',
  'evil.test:99999',
  'a.test/b',
  'a@evil.test',
  'a.test?',
  'a.test#',
]) {
  test(`a request to the host “${host}” is refused, with or without a session`, async () => {
    const cookie = sessionCookie((await signIn()).headers);
    for (const jar of ['', cookie]) {
      const answer = await get('csrf', jar, { host });
      expect([answer.status, answer.body.type]).toEqual([400, 'urn:belfry:problem:invalid']);
    }
  });
}

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
