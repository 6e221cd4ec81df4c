import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Viewer } from '@/lib/server/sessions/session-viewer';
import { type Answer, call } from '@/lib/server/testing/call';
import { type House, openHouse } from '@/lib/server/testing/test-house';
import * as archiving from './notifications/[id]/archiving/route';
import * as click from './notifications/[id]/click/route';
import * as reading from './notifications/[id]/reading/route';
import * as undoing from './operations/[id]/undoing/route';

const KEY = '018f4c4e-0000-7000-8000-000000000001';

let house: House;
let ana: Viewer;
let asAna: string;
let id: string;
beforeEach(async () => {
  house = await openHouse();
  ana = await house.addPerson('Ana', 'member');
  const admin = await house.addPerson('Admin', 'admin');
  asAna = await house.signedIn(ana);
  const { store, clock } = house;
  const content = { title: 'Report', body: null, url: '/r', category: 'general', severity: 'info' } as const;
  const audience = { kind: 'everyone' } as const;
  await store.createBroadcast({ id: 'b', createdBy: admin.id, content, audience, now: clock.now });
  await store.sendBroadcast('b', { version: 1, count: 2, dueAt: null, as: null, now: clock.now });
  const { items } = await store.feed(ana.id, { filter: 'inbox', before: null, limit: 1, now: clock.now });
  id = items[0]?.id ?? '';
});
afterEach(() => house.close());

const post = (cookie = asAna, more: object = {}): Promise<Answer> =>
  call(click.POST, { method: 'POST', params: { id }, cookie, json: {}, ...more });
const unread = async () => (await house.store.counts(ana.id, house.clock.now)).counts.unread;

test('a click reads, is told to whoever watches the figures, and is undone as a reading', async () => {
  const { status, body } = await post();
  expect(status).toBe(200);
  expect(body.event.changes[0].item).toMatchObject({ id, readAt: expect.any(String) });
  expect(Object.keys(body.event.changes[0].item)).not.toContain('clickedAt');
  expect(house.told).toContain('figures b');
  const undo = { method: 'POST', params: { id: body.operation }, cookie: asAna };
  expect((await call(undoing.POST, undo)).status).toBe(200);
  expect(await unread()).toBe(1);
  expect(await house.store.figures('b')).toMatchObject({ seen: 0, read: 0, clicked: 1 });
});

test('asked again under its key it is not done again', async () => {
  const headers = { 'idempotency-key': KEY };
  const first = await post(asAna, { headers });
  await call(reading.DELETE, { method: 'DELETE', params: { id }, cookie: asAna });
  const again = await post(asAna, { headers });
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect(again.body.operation).toBe(first.body.operation);
  expect(await unread()).toBe(1);
});

test('somebody else’s is not found, and an odd body is refused by name', async () => {
  const asBen = await house.signedIn(await house.addPerson('Ben', 'member'));
  expect((await post(asBen)).status).toBe(404);
  const odd = await post(asAna, { json: { editedAt: 'yesterday' } });
  expect([odd.status, odd.body.errors[0].path]).toEqual([400, 'editedAt']);
  expect((await post(asAna, { json: { url: 'https://evil.example' } })).status).toBe(400);
  expect(await house.store.figures('b')).toMatchObject({ clicked: 0 });
});

test('an act on a text that has asked to be read again since does nothing', async () => {
  const edit = { content: { title: 'Said better' }, notifyAgain: true, now: house.clock.now };
  await house.store.editBroadcast('b', edit);
  for (const handler of [reading.POST, archiving.POST, click.POST]) {
    const late = { method: 'POST', params: { id }, cookie: asAna, json: { editedAt: null } };
    expect(await call(handler, late)).toMatchObject({ status: 200, body: { operation: null } });
  }
  expect(await unread()).toBe(1);
  expect((await post()).status).toBe(200);
  expect(await unread()).toBe(0);
});
