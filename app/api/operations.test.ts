import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Viewer } from '@/lib/server/sessions/session-viewer';
import { type Answer, type Call, call } from '@/lib/server/testing/call';
import { type House, openHouse } from '@/lib/server/testing/test-house';
import * as allReading from './inbox/reading/route';
import * as archiving from './notifications/[id]/archiving/route';
import * as reading from './notifications/[id]/reading/route';
import * as notifications from './notifications/route';
import * as undoing from './operations/[id]/undoing/route';
import * as operations from './operations/route';

let house: House;
let ana: Viewer;
let asAna: string;
let asBen: string;
beforeEach(async () => {
  house = await openHouse();
  ana = await house.addPerson('Ana', 'member');
  asAna = await house.signedIn(ana);
  asBen = await house.signedIn(await house.addPerson('Ben', 'member'));
});
afterEach(() => house.close());

const feed = async () => (await call(notifications.GET, { cookie: asAna })).body;
const list = async (cookie = asAna) => (await call(operations.GET, { cookie })).body.operations;
const keyed = (key: string, more: Call = {}): Call => ({
  method: 'POST',
  cookie: asAna,
  headers: { 'idempotency-key': key },
  ...more,
});

async function notifyAna(id: string): Promise<void> {
  await house.store.append({
    recipients: [{ userId: ana.id, id }],
    content: { title: id, body: null, url: null, category: 'general', severity: 'info' },
    now: house.clock.now,
  });
}

/** Every act with a key, by the route that takes it. */
const ACTS: Readonly<Record<string, (key: string) => ReturnType<typeof call>>> = {
  'POST reading': (key) =>
    call(reading.POST, keyed(key, { path: '/api/notifications/a/reading', params: { id: 'a' } })),
  'DELETE reading': (key) =>
    call(
      reading.DELETE,
      keyed(key, { method: 'DELETE', path: '/api/notifications/b/reading', params: { id: 'b' } }),
    ),
  'POST archiving': (key) =>
    call(archiving.POST, keyed(key, { path: '/api/notifications/a/archiving', params: { id: 'a' } })),
  'DELETE archiving': (key) =>
    call(
      archiving.DELETE,
      keyed(key, { method: 'DELETE', path: '/api/notifications/c/archiving', params: { id: 'c' } }),
    ),
  'POST inbox reading': async (key) => {
    const json = { through: `${house.store.epoch}.5`, filter: 'inbox' };
    return call(allReading.POST, keyed(key, { path: '/api/inbox/reading', json }));
  },
  'POST undoing': (key) =>
    call(
      undoing.POST,
      keyed(key, { path: '/api/operations/reading-b/undoing', params: { id: 'reading-b' } }),
    ),
};

async function threeRows(): Promise<void> {
  for (const id of ['a', 'b', 'c']) await notifyAna(id);
  const { now } = house.clock;
  await house.store.mark(ana.id, { id: 'b', as: 'read', operationId: 'reading-b', now });
  await house.store.mark(ana.id, { id: 'c', as: 'archived', operationId: 'archiving-c', now });
}

for (const [route, act] of Object.entries(ACTS)) {
  test(`${route}: the key is the operation’s id, and a repetition does nothing and says so`, async () => {
    await threeRows();
    const key = randomUUID();
    const first = await act(key);
    expect([first.status, first.headers.get('idempotency-replayed')]).toEqual([200, null]);
    expect(first.body.operation).toBe(route === 'POST undoing' ? null : key);
    expect(first.body.event.changes).not.toEqual([]);
    const before = await feed();
    const again = await act(key);
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([200, 'true']);
    expect(again.body.operation).toBe(first.body.operation);
    const { seq } = first.body.event;
    expect(again.body.event).toEqual({ ...first.body.event, from: seq, changes: [] });
    expect(await feed()).toEqual(before);
  });

  test(`${route}: a key that is no UUID is refused by name, and nothing is done`, async () => {
    await threeRows();
    const before = await feed();
    const { status, body } = await act('deploy-42');
    expect([status, body.errors[0].path]).toEqual([400, 'Idempotency-Key']);
    expect(await feed()).toEqual(before);
  });

  test(`${route}: a key that named another request is refused, and nothing is done`, async () => {
    await threeRows();
    await notifyAna('d');
    const key = randomUUID();
    await call(reading.POST, keyed(key, { path: '/api/notifications/d/reading', params: { id: 'd' } }));
    const before = await feed();
    const { status, body } = await act(key);
    expect([status, body.type]).toEqual([422, 'urn:belfry:problem:unprocessable']);
    expect(body.errors[0].path).toBe('Idempotency-Key');
    expect(await feed()).toEqual(before);
  });
}

test('a key that somebody else’s act has is refused, and tells nothing of it', async () => {
  await threeRows();
  const key = randomUUID();
  await call(reading.POST, keyed(key, { path: '/api/notifications/a/reading', params: { id: 'a' } }));
  const json = { through: `${house.store.epoch}.0`, filter: 'inbox' };
  const { status, body } = await call(
    allReading.POST,
    keyed(key, { cookie: asBen, path: '/api/inbox/reading', json }),
  );
  expect(status).toBe(422);
  expect(JSON.stringify(body)).not.toContain(ana.id);
  expect(await list(asBen)).toEqual([]);
});

test('one’s own acts of the last day are listed until they are undone, and nobody else’s', async () => {
  await threeRows();
  const first = randomUUID();
  await call(reading.POST, keyed(first, { path: '/api/notifications/a/reading', params: { id: 'a' } }));
  expect(await list()).toEqual([
    { id: first, did: 'read', count: 1, at: '2030-05-15T10:00:00.000Z', notification: 'a' },
    expect.objectContaining({ id: 'archiving-c', did: 'archive', notification: 'c' }),
    expect.objectContaining({ id: 'reading-b', did: 'read', notification: 'b' }),
  ]);
  expect(await list(asBen)).toEqual([]);
  expect((await call(undoing.POST, keyed(randomUUID(), { params: { id: first } }))).status).toBe(200);
  expect((await list()).map(({ id }: Answer) => id)).toEqual(['archiving-c', 'reading-b']);
  house.clock.now += 24 * 60 * 60 * 1000 + 1;
  expect(await list()).toEqual([]);
});

test('at most twenty are listed', async () => {
  await notifyAna('a');
  for (let round = 0; round < 21; round += 1) {
    const as = round % 2 === 0 ? 'read' : 'unread';
    await house.store.mark(ana.id, { id: 'a', as, operationId: `o${round}`, now: house.clock.now });
  }
  const listed = await list();
  expect(listed).toHaveLength(20);
  expect(listed[0].id).toBe('o20');
});
