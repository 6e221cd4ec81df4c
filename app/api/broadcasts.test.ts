import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Viewer } from '@/lib/server/sessions/session-viewer';
import { type Answer, call } from '@/lib/server/testing/call';
import { type House, openHouse } from '@/lib/server/testing/test-house';
import * as audience from './broadcasts/[id]/audience/route';
import * as recall from './broadcasts/[id]/recall/route';
import * as one from './broadcasts/[id]/route';
import * as sending from './broadcasts/[id]/sending/route';
import * as broadcasts from './broadcasts/route';
import * as reading from './notifications/[id]/reading/route';
import * as notifications from './notifications/route';

let house: House;
let ana: Viewer;
let sam: Viewer;
let asAna: string;
let asSam: string;
beforeEach(async () => {
  house = await openHouse();
  ana = await house.addPerson('Ana', 'member');
  sam = await house.addPerson('Sam', 'sender');
  await house.addPerson('Ben', 'member');
  asAna = await house.signedIn(ana);
  asSam = await house.signedIn(sam);
});
afterEach(() => house.close());

const DRAFT = { title: 'Fire drill at noon', audience: { kind: 'everyone' } };

async function draft(json: object = DRAFT): Promise<string> {
  const { status, body } = await call(broadcasts.POST, { method: 'POST', cookie: asSam, json });
  expect(status).toBe(201);
  return body.id;
}
const check = async (id: string, cookie = asSam) =>
  (await call(audience.GET, { params: { id }, cookie })).body;
const send = (id: string, json: object, cookie = asSam) =>
  call(sending.POST, { method: 'POST', params: { id }, cookie, json });
const change = (id: string, json: object) =>
  call(one.PATCH, { method: 'PATCH', params: { id }, cookie: asSam, json });
const read = async (id: string) => (await call(one.GET, { params: { id }, cookie: asSam })).body;
const feed = async (cookie: string) => (await call(notifications.GET, { cookie })).body;

async function sent(json: object = DRAFT): Promise<string> {
  const id = await draft(json);
  const { token } = await check(id);
  expect((await send(id, { token })).status).toBe(200);
  return id;
}

test('a draft reaches nobody; after the exact number is confirmed it reaches everyone', async () => {
  house.online.users = [ana.id, sam.id];
  const id = await draft();
  expect((await feed(asAna)).items).toEqual([]);

  const { count, online, token } = await check(id);
  expect([count, online]).toEqual([3, 2]);
  const { status, body } = await send(id, { token });
  expect(status).toBe(200);
  expect(body).toMatchObject({ state: 'sent', figures: { targeted: 3, delivered: 0, pending: 3 } });
  expect(house.told).toContain(`figures ${id}`);
  expect((await feed(asAna)).items[0]).toMatchObject({ title: 'Fire drill at noon', broadcastId: id });
  expect((await read(id)).figures).toMatchObject({ delivered: 1, pending: 2 });
});

test('a role’s broadcast counts and reaches that role', async () => {
  house.online.users = [ana.id, sam.id];
  const id = await draft({ ...DRAFT, audience: { kind: 'role', role: 'member' } });
  const { count, online, token } = await check(id);
  expect([count, online]).toEqual([2, 1]);
  await send(id, { token });
  expect((await feed(asSam)).items).toEqual([]);
  expect((await feed(asAna)).items).toHaveLength(1);
});

test('who is online is not guessed when this process cannot know', async () => {
  house.online.users = null;
  expect(await check(await draft())).toMatchObject({ count: 3, online: null });
});

test('when the number changed since it was shown, the send is refused with the new one', async () => {
  const id = await draft();
  const { token } = await check(id);
  await house.addPerson('Newcomer', 'member');
  const { status, body } = await send(id, { token });
  expect(status).toBe(409);
  expect(body.count).toBe(4);
  expect((await feed(asAna)).items).toEqual([]);
  expect((await send(id, { token: (await check(id)).token })).status).toBe(200);
});

for (const json of [{ title: 'Another text' }, { audience: { kind: 'role', role: 'sender' } }]) {
  test(`a draft whose ${Object.keys(json)} changed after the number was shown is not sent`, async () => {
    const id = await draft();
    const { token } = await check(id);
    expect((await change(id, json)).status).toBe(200);
    const { status, body } = await send(id, { token });
    expect(status).toBe(409);
    expect(body.count).toBe('audience' in json ? 1 : 3);
    expect((await read(id)).state).toBe('draft');
  });
}

test('a confirmation is worth nothing to somebody else, in another session, for another broadcast, or changed', async () => {
  const id = await draft();
  const { token } = await check(id);
  const other = await draft();
  const tampered = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
  const asAdmin = await house.signedIn(await house.addPerson('Admin', 'admin'));
  const elsewhere = await house.signedIn(sam);
  for (const [broadcast, used, cookie] of [
    [id, token, asAdmin],
    [id, token, elsewhere],
    [other, token, asSam],
    [id, tampered, asSam],
    [id, 'nothing', asSam],
    [id, `${token}.more`, asSam],
    [id, Buffer.from('{}').toString('base64url'), asSam],
  ] as const) {
    const { status, body } = await send(broadcast, { token: used }, cookie);
    expect(status).toBe(400);
    expect(body.errors[0].path).toBe('token');
  }
  expect((await feed(asAna)).items).toEqual([]);
});

test('a confirmation lasts five minutes', async () => {
  const id = await draft();
  const { token } = await check(id);
  house.clock.now += 5 * 60_000;
  expect((await send(id, { token })).status).toBe(409);
  const fresh = await check(id);
  house.clock.now += 5 * 60_000 - 1;
  expect((await send(id, { token: fresh.token })).status).toBe(200);
});

test('a broadcast is sent once, however often the button is pressed', async () => {
  const id = await draft();
  const { token } = await check(id);
  const answers = await Promise.all([send(id, { token }), send(id, { token }), send(id, { token })]);
  expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409]);
  expect((await feed(asAna)).items).toHaveLength(1);
  expect((await call(audience.GET, { params: { id }, cookie: asSam })).status).toBe(409);
});

test('a held broadcast reaches nobody, and can be cancelled', async () => {
  const id = await draft();
  const { token } = await check(id);
  const { body } = await send(id, { token, holdSeconds: 10 });
  expect(body).toMatchObject({ state: 'held', dueAt: '2030-05-15T10:00:10.000Z' });
  expect(house.told).toContain('schedule');
  expect((await feed(asAna)).items).toEqual([]);

  house.told.length = 0;
  const cancelled = await call(sending.DELETE, { method: 'DELETE', params: { id }, cookie: asSam });
  expect(cancelled.body.state).toBe('cancelled');
  expect(house.told).toEqual(['schedule', `figures ${id}`]);
});

test('a scheduled one goes out at its time', async () => {
  const id = await draft();
  const { token } = await check(id);
  const { body } = await send(id, { token, at: '2030-05-16T09:00:00+02:00' });
  expect(body).toMatchObject({ state: 'scheduled', dueAt: '2030-05-16T07:00:00.000Z' });
  house.clock.now = Date.parse('2030-05-16T07:00:00Z');
  expect(await house.store.releaseDue({ now: house.clock.now, limit: 10 })).toEqual([id]);
  expect((await feed(asAna)).items).toHaveLength(1);
});

for (const when of [
  { holdSeconds: -1 },
  { holdSeconds: 3601 },
  { holdSeconds: 1.5 },
  { at: '2030-05-15T09:59:59Z' },
  { at: '2031-06-15T10:00:00Z' },
  { at: 'tomorrow' },
  { at: '2030-05-16T09:00:00' },
  { holdSeconds: 1, at: '2030-05-16T09:00:00Z' },
]) {
  test(`a send with ${JSON.stringify(when)} is refused`, async () => {
    const id = await draft();
    const { token } = await check(id);
    expect((await send(id, { token, ...when })).status).toBe(400);
    expect((await read(id)).state).toBe('draft');
  });
}

test('what has gone out is recalled from every inbox and can no longer be cancelled', async () => {
  const id = await sent();
  expect((await feed(asAna)).items).toHaveLength(1);
  expect((await call(sending.DELETE, { method: 'DELETE', params: { id }, cookie: asSam })).status).toBe(409);
  const { body } = await call(recall.POST, { method: 'POST', params: { id }, cookie: asSam });
  expect(body).toMatchObject({ state: 'recalled', recalledAt: '2030-05-15T10:00:00.000Z' });
  expect((await feed(asAna)).items).toEqual([]);
  expect((await call(recall.POST, { method: 'POST', params: { id }, cookie: asSam })).status).toBe(200);
});

test('a sent one is edited in place, and becomes unread again only when told so', async () => {
  const id = await sent();
  const [row] = (await feed(asAna)).items;
  await call(reading.POST, { method: 'POST', params: { id: row.id }, cookie: asAna });

  expect((await change(id, { title: 'Fire drill at one' })).status).toBe(200);
  expect((await feed(asAna)).items[0]).toMatchObject({
    title: 'Fire drill at one',
    readAt: expect.any(String),
  });

  expect((await change(id, { body: 'Really.', notifyAgain: true })).status).toBe(200);
  expect((await feed(asAna)).items[0]).toMatchObject({
    title: 'Fire drill at one',
    body: 'Really.',
    readAt: null,
  });
});

test('a sent one’s audience stays, and a draft cannot notify again', async () => {
  const id = await sent();
  for (const json of [{ audience: { kind: 'everyone' } }, { version: 1 }]) {
    expect((await change(id, json)).status).toBe(400);
  }
  expect((await change(await draft(), { notifyAgain: true })).status).toBe(400);
  expect((await change(await draft(), {})).status).toBe(400);
});

test('two people do not overwrite each other’s draft', async () => {
  const id = await draft();
  const { version } = await read(id);
  expect((await change(id, { title: 'Mine', version })).status).toBe(200);
  expect((await change(id, { title: 'Theirs', version })).status).toBe(409);
  expect((await read(id)).title).toBe('Mine');
});

test('reading a broadcast’s copy tells its watchers', async () => {
  const id = await sent();
  const [row] = (await feed(asAna)).items;
  house.told.length = 0;
  await call(reading.POST, { method: 'POST', params: { id: row.id }, cookie: asAna });
  expect(house.told).toEqual([`figures ${id}`]);
  expect((await read(id)).figures).toMatchObject({ seen: 1, read: 1 });
});

test('broadcasts are listed newest first, in pages', async () => {
  const ids: string[] = [];
  for (let number = 0; number < 3; number += 1) {
    house.clock.now += 1000;
    ids.unshift(await draft());
  }
  const first = (await call(broadcasts.GET, { path: '/api/broadcasts?limit=2', cookie: asSam })).body;
  expect(first.broadcasts.map((broadcast: Answer) => broadcast.id)).toEqual(ids.slice(0, 2));
  const rest = await call(broadcasts.GET, {
    path: `/api/broadcasts?limit=2&before=${first.next}`,
    cookie: asSam,
  });
  expect(rest.body.broadcasts.map((broadcast: Answer) => broadcast.id)).toEqual(ids.slice(2));
  expect(rest.body.next).toBeNull();
});

for (const [what, json] of Object.entries({
  'no audience': { title: 'T' },
  'an unknown kind of audience': { title: 'T', audience: { kind: 'nobody' } },
  'an unknown role': { title: 'T', audience: { kind: 'role', role: 'root' } },
  'a field too many in the audience': { title: 'T', audience: { kind: 'everyone', role: 'member' } },
  'no title': { audience: { kind: 'everyone' } },
  'a script for a link': { ...DRAFT, url: 'javascript:alert(1)' },
  'a state of its own': { ...DRAFT, state: 'sent' },
})) {
  test(`a draft with ${what} is refused`, async () => {
    const { status, body } = await call(broadcasts.POST, { method: 'POST', cookie: asSam, json });
    expect(status).toBe(400);
    expect(body.errors).toHaveLength(1);
    expect((await call(broadcasts.GET, { cookie: asSam })).body.broadcasts).toEqual([]);
  });
}

test('a sender who becomes a member sends nothing any more, with the same cookie and a valid confirmation', async () => {
  const id = await draft();
  const { token } = await check(id);
  await house.store.changeUser(sam.id, { role: 'member', now: house.clock.now });
  expect((await send(id, { token })).status).toBe(403);
  await house.store.changeUser(sam.id, { role: 'sender', now: house.clock.now });
  expect((await send(id, { token })).status).toBe(200);
});
