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
  expect((await change(id, { audience: { kind: 'everyone' } })).status).toBe(400);
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

for (const before of ['abc', '', '0', '-1', '1.5', '1e3', '9'.repeat(16), '1 ']) {
  test(`a list that begins before “${before}” is refused by name`, async () => {
    const path = `/api/broadcasts?before=${encodeURIComponent(before)}`;
    const { status, body } = await call(broadcasts.GET, { path, cookie: asSam });
    expect([status, body.errors]).toEqual([
      400,
      [{ path: 'before', message: 'This is not the next of a page.' }],
    ]);
  });
}

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
