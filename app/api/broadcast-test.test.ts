import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { call } from '@/lib/server/testing/call';
import { type House, openHouse } from '@/lib/server/testing/test-house';
import * as audience from './broadcasts/[id]/audience/route';
import * as one from './broadcasts/[id]/route';
import * as sending from './broadcasts/[id]/sending/route';
import * as testing from './broadcasts/[id]/test/route';
import * as broadcasts from './broadcasts/route';
import * as notifications from './notifications/route';

let house: House;
let asAna: string;
let asSam: string;
let id: string;
beforeEach(async () => {
  house = await openHouse();
  asAna = await house.signedIn(await house.addPerson('Ana', 'member'));
  asSam = await house.signedIn(await house.addPerson('Sam', 'sender'));
  const json = { title: 'Fire drill', body: 'At noon.', url: '/drill', audience: { kind: 'everyone' } };
  id = (await call(broadcasts.POST, { method: 'POST', cookie: asSam, json })).body.id;
});
afterEach(() => house.close());

const tryOut = (cookie = asSam, key?: string) =>
  call(testing.POST, {
    method: 'POST',
    params: { id },
    cookie,
    ...(key !== undefined && { headers: { 'idempotency-key': key } }),
  });
const feed = async (cookie: string) => (await call(notifications.GET, { cookie })).body;

test('a test comes into the own inbox only, marked, with all it says, and moves no figure', async () => {
  const { status, body } = await tryOut();
  expect(status).toBe(201);
  expect(body.ids).toHaveLength(1);
  expect((await feed(asSam)).items).toMatchObject([
    {
      id: body.ids[0].id,
      title: 'Fire drill',
      body: 'At noon.',
      url: '/drill',
      isTest: true,
      broadcastId: null,
      readAt: null,
    },
  ]);
  expect((await feed(asAna)).items).toEqual([]);
  const shown = (await call(one.GET, { params: { id }, cookie: asSam })).body;
  expect(shown).toMatchObject({ state: 'draft', version: 1, figures: { targeted: 0, delivered: 0 } });
});

test('a test leaves a confirmation as good as it was', async () => {
  const { token } = (await call(audience.GET, { params: { id }, cookie: asSam })).body;
  await tryOut();
  const sent = await call(sending.POST, { method: 'POST', params: { id }, cookie: asSam, json: { token } });
  expect(sent.body).toMatchObject({ state: 'sent', figures: { targeted: 2 } });
  const { status, body } = await tryOut();
  expect([status, body.detail]).toEqual([409, 'Only what has not gone out can be tested.']);
});

test('asked again under the same key it is one test, and takes one of ten a minute', async () => {
  const key = randomUUID();
  const [first, second] = [await tryOut(asSam, key), await tryOut(asSam, key)];
  expect(second.body).toEqual(first.body);
  for (let count = 1; count < 10; count += 1) expect((await tryOut()).status).toBe(201);
  expect((await tryOut(asSam, key)).status).toBe(201);
  const { status, headers } = await tryOut();
  expect(status).toBe(429);
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await feed(asSam)).items).toHaveLength(10);
});

test('a member tests nothing, and nothing is nobody’s test', async () => {
  expect((await tryOut(asAna)).status).toBe(403);
  expect((await feed(asAna)).items).toEqual([]);
  const none = await call(testing.POST, { method: 'POST', params: { id: 'none' }, cookie: asSam });
  expect(none.status).toBe(404);
});
