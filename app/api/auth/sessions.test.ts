import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Viewer } from '@/lib/server/sessions/session-viewer';
import { cookieOf, type House, openHouse } from '@/lib/server/testing/test-house';
import { canRead, get, post, sessionCookie, signIn } from './auth-calls';

let house: House;
let ana: Viewer;
beforeEach(async () => {
  house = await openHouse();
  ana = await house.addPerson('Ana', 'member');
});
afterEach(() => house.close());

test('signing out ends the session on the server: its cookie, kept, is worth nothing and its sockets are closed', async () => {
  const cookie = sessionCookie((await signIn()).headers);
  expect(await canRead(cookie)).toBe(true);
  const answer = await post('signout', {}, cookie);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('clear-site-data')).toBe('"cache"');
  expect(sessionCookie(answer.headers)).toBe('next-auth.session-token=');
  expect(house.told).toEqual([expect.stringMatching(/^close [0-9a-f-]{36} of [0-9a-f-]{36}$/)]);
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
  await house.addPerson('Root', 'admin');
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
  const sid = 'of-no-session';
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
