import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Viewer } from '@/lib/server/sessions/session-viewer';
import { call } from '@/lib/server/testing/call';
import { type House, openHouse } from '@/lib/server/testing/test-house';
import * as auth from './realtime/auth/route';

let house: House;
let ana: Viewer;
let ben: Viewer;
let asAna: string;
beforeEach(async () => {
  house = await openHouse();
  ana = await house.addPerson('Ana', 'member');
  ben = await house.addPerson('Ben', 'member');
  asAna = await house.signedIn(ana);
  house.sockets.open = new Set(['12.34']);
});
afterEach(() => house.close());

const FORM = 'application/x-www-form-urlencoded';
const ask = (fields: Record<string, string>, cookie = asAna) =>
  call(auth.POST, { method: 'POST', cookie, raw: new URLSearchParams(fields).toString(), type: FORM });
const own = () => ({ socket_id: '12.34', channel_name: `private-user-${ana.id}` });

test('one’s own channel is signed for this socket, which is recorded before the answer', async () => {
  const { status, body } = await ask(own());
  expect(status).toBe(200);
  const text = `12.34:private-user-${ana.id}`;
  const signature = createHmac('sha256', house.context.config.realtime.secret).update(text).digest('hex');
  expect(body).toEqual({ auth: `key:${signature}` });
  expect(house.told).toEqual([
    expect.stringMatching(/^remember [0-9a-f-]{36} 12\.34$/),
    `grant 12.34 private-user-${ana.id}`,
  ]);
});

test('a foreign or tampered channel is refused, logged, and nothing is signed or recorded', async () => {
  for (const channel_name of [
    `private-user-${ben.id}`,
    `private-user-${ana.id} `,
    `private-user-${ana.id}x`,
    `private-user-${ana.id.toUpperCase()}`,
    `private-user-${ana.id.slice(0, -1)}`,
    `private-user-`,
    `private-user-*`,
    `presence-user-${ana.id}`,
    'private-broadcast-1',
    'private-encrypted-x',
    'public',
    '',
  ]) {
    const { status, body } = await ask({ socket_id: '12.34', channel_name });
    expect(status, channel_name).toBe(403);
    expect(body.auth).toBeUndefined();
  }
  expect(house.told).toEqual([]);
  expect(house.log.filter((line) => line.includes('channel refused'))).toHaveLength(12);
});

test('a socket id that is not two numbers is refused: the secret signs nothing else', async () => {
  for (const socket_id of [
    '',
    '1',
    '1.1:private-user-x',
    '1.1\n',
    '1.1::user::{}',
    'POST\n/apps/1/events',
    '1.1.1',
    '-1.1',
  ]) {
    const { status, body } = await ask({ ...own(), socket_id });
    expect(status, socket_id).toBe(400);
    expect(body.errors[0].path).toBe('socket_id');
  }
  expect(house.told).toEqual([]);
});

test('a socket that is not open here is refused by name, and nothing is recorded for it', async () => {
  expect((await ask(own())).status).toBe(200);
  house.told.length = 0;
  const { status, body } = await ask({ ...own(), socket_id: '12.35' });
  expect([status, body.errors, body.auth]).toEqual([
    400,
    [{ path: 'socket_id', message: 'There is no such connection.' }],
    undefined,
  ]);
  expect(house.told).toEqual([]);
});

test('where another service carries the sockets, any socket id is taken at its word', async () => {
  house.sockets.open = null;
  expect((await ask({ ...own(), socket_id: '99.99' })).status).toBe(200);
});

test('whether a socket is open says nothing about channels: a foreign one is forbidden first', async () => {
  house.sockets.open = new Set();
  expect((await ask({ ...own(), channel_name: `private-user-${ben.id}` })).status).toBe(403);
});

test('a field too many, a field twice, or JSON is refused', async () => {
  expect((await ask({ ...own(), user_data: '{}' })).status).toBe(400);
  const twice = `${new URLSearchParams(own())}&channel_name=private-user-${ben.id}`;
  expect((await call(auth.POST, { method: 'POST', cookie: asAna, raw: twice, type: FORM })).status).toBe(400);
  expect((await call(auth.POST, { method: 'POST', cookie: asAna, json: own() })).status).toBe(415);
});

test('senders watch broadcasts; a member does not', async () => {
  const asSam = await house.signedIn(await house.addPerson('Sam', 'sender'));
  const fields = {
    socket_id: '12.34',
    channel_name: 'private-broadcast-0196d3f0-0000-7000-8000-000000000000',
  };
  expect((await ask(fields, asSam)).status).toBe(200);
  expect((await ask(fields)).status).toBe(403);
});

test('another site’s page gets no signature', async () => {
  const { status } = await call(auth.POST, {
    method: 'POST',
    cookie: asAna,
    raw: new URLSearchParams(own()).toString(),
    type: FORM,
    headers: { 'sec-fetch-site': 'cross-site' },
  });
  expect(status).toBe(403);
});
