import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Context, setContext } from '@/lib/server/context';
import type { Viewer } from '@/lib/server/sessions/session-viewer';
import { type Answer, call } from '@/lib/server/testing/call';
import { type House, openHouse } from '@/lib/server/testing/test-house';
import * as unknown from './[...unknown]/route';
import * as live from './health/live/route';
import * as ready from './health/ready/route';
import * as key from './keys/[id]/route';
import * as keys from './keys/route';
import * as notifications from './notifications/route';
import * as setup from './setup/route';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

const admin = async (): Promise<{ viewer: Viewer; cookie: string }> => {
  const viewer = await house.addPerson('Admin', 'admin');
  return { viewer, cookie: await house.signedIn(viewer) };
};

test('a key is shown once, sends, and sends no more after it was revoked', async () => {
  const { cookie } = await admin();
  await house.addPerson('Ana', 'member');
  const made = await call(keys.POST, { method: 'POST', cookie, json: { name: 'Nightly build' } });
  expect(made.status).toBe(201);
  const { token } = made.body;
  const send = () =>
    call(notifications.POST, {
      method: 'POST',
      key: token,
      json: { recipients: ['ana@belfry.test'], title: 'Built' },
    });
  expect((await send()).status).toBe(201);

  const list = await call(keys.GET, { cookie });
  expect(list.body.keys).toHaveLength(1);
  expect(list.body.keys[0]).toMatchObject({
    name: 'Nightly build',
    scopes: ['notify:send'],
    revokedAt: null,
  });
  expect(JSON.stringify(list.body)).not.toContain(token.slice(20, 60));

  const { id } = made.body.key;
  for (let time = 0; time < 2; time += 1) {
    expect((await call(key.DELETE, { method: 'DELETE', cookie, params: { id } })).status).toBe(200);
  }
  expect((await send()).status).toBe(401);
  expect((await call(keys.GET, { cookie })).body.keys[0].revokedAt).not.toBeNull();
});

test('a key that is not there cannot be revoked, and one without a name is not made', async () => {
  const { cookie } = await admin();
  expect((await call(key.DELETE, { method: 'DELETE', cookie, params: { id: 'nothing' } })).status).toBe(404);
  for (const json of [
    {},
    { name: ' ' },
    { name: 'x'.repeat(101) },
    { name: 'a\nb' },
    { name: 'CI \u202eyek' },
    { name: '\u200b\u3164' },
    { name: 'x', scopes: ['all'] },
  ]) {
    expect((await call(keys.POST, { method: 'POST', cookie, json })).status).toBe(400);
  }
});

test('the right id with another secret is no key', async () => {
  const { viewer } = await admin();
  const one = await house.addKey(viewer);
  const { composeApiKeyToken } = await import('@/lib/server/api-keys/api-key-token');
  const forged = composeApiKeyToken(Buffer.from(one.id, 'hex'), Buffer.alloc(32)).token;
  expect(forged.slice(0, 20)).toBe(one.token.slice(0, 20));
  expect((await call(live.GET, { key: one.token })).status).toBe(200);
  expect((await call(live.GET, { key: forged })).status).toBe(401);
});

const withSetupToken = (token: string | null): void => {
  const changed: Context = { ...house.context, setupToken: () => token };
  setContext(changed);
};
const FIRST = {
  token: 'the-one-time-token',
  name: 'Robin',
  email: ' Robin@Example.ORG ',
  password: 'a good password',
};
const begin = (json: object) => call(setup.POST, { method: 'POST', json });

test('whoever has the one-time link makes the first administrator, once', async () => {
  withSetupToken('the-one-time-token');
  const { status, body } = await begin(FIRST);
  expect([status, body.email]).toEqual([201, 'robin@example.org']);
  expect((await house.store.findCredentials('robin@example.org'))?.user).toMatchObject({
    role: 'admin',
    name: 'Robin',
  });
  expect((await begin({ ...FIRST, email: 'second@example.org' })).status).toBe(409);
  withSetupToken(null);
  expect((await begin({ ...FIRST, email: 'third@example.org' })).status).toBe(409);
  expect(await house.store.findCredentials('second@example.org')).toBeNull();
});

test('once there is somebody, nothing is asked of the processor or the disk for another try', async () => {
  withSetupToken('the-one-time-token');
  await house.addPerson('Ana', 'admin');
  house.store.createFirstAdministrator = () => Promise.reject(new Error('was asked to write'));
  // An e-mail address, a token and a password as good as the first ones: only being late is wrong with it.
  expect((await begin(FIRST)).status).toBe(409);
  expect((await begin({ ...FIRST, token: 'guessed' })).status).toBe(409);
});

test('another token, or bad particulars, make nobody', async () => {
  withSetupToken('the-one-time-token');
  expect((await begin({ ...FIRST, token: 'the-one-time-tokeX' })).status).toBe(403);
  const wrong: [object, string][] = [
    [{ ...FIRST, email: 'nobody' }, 'email'],
    [{ ...FIRST, password: 'short' }, 'password'],
    [{ ...FIRST, password: 'x'.repeat(1025) }, 'password'],
    [{ ...FIRST, name: '' }, 'name'],
    [{ ...FIRST, name: 'Robin\u2067' }, 'name'],
    [{ ...FIRST, name: '\u3164' }, 'name'],
    [{ ...FIRST, role: 'admin' }, 'role'],
  ];
  for (const [json, path] of wrong) {
    const { status, body } = await begin(json);
    expect([status, body.errors[0].path]).toEqual([400, path]);
  }
  expect(await house.store.hasUsers()).toBe(false);
});

test('a process that cannot write says that it is not ready, and stays alive', async () => {
  expect((await call(live.GET)).body).toEqual({ status: 'live' });
  expect((await call(ready.GET)).body).toEqual({ status: 'ready', waiting: 0, log: 'ok' });
  house.store.checkWritable = () => Promise.reject(new Error('disk is gone'));
  const { status, body, headers } = await call(ready.GET);
  expect([status, headers.get('retry-after')]).toEqual([503, '1']);
  expect(JSON.stringify(body)).not.toContain('disk is gone');
  expect(house.log.join('')).toContain('disk is gone');
  expect((await call(live.GET)).status).toBe(200);
});

test('what waits to be published is said, and does not take the process out of service', async () => {
  const { cookie } = await admin();
  await call(notifications.POST, {
    method: 'POST',
    cookie,
    json: { recipients: ['admin@belfry.test'], title: 'T' },
  });
  expect((await call(ready.GET)).body).toEqual({ status: 'ready', waiting: 1, log: 'ok' });
});

test('an address that does not exist is a problem, not a page', async () => {
  const { status, body, headers } = await call(unknown.GET, { path: '/api/nothing' });
  expect([status, body.type]).toEqual([404, 'urn:belfry:problem:not_found']);
  expect(headers.get('content-type')).toBe('application/problem+json');
});

test('a method that an address does not take is told which it takes', async () => {
  const { status, headers }: Answer = await call(keys.PUT, { method: 'PUT' });
  expect([status, headers.get('allow')]).toEqual([405, 'GET, POST']);
});
