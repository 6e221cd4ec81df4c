import { Registry } from 'prom-client';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { openTestStore } from '@/db/sqlite/open-test-store';
import type { Store } from '@/db/store';
import { countStore } from './count-store';
import { samplesOf } from './testing/samples';

const CONTENT = { title: 'T', body: '', url: null, category: 'general', severity: 'info' } as const;
const NOW = 1_900_000_000_000;
let store: Store;
let registry: Registry;

beforeEach(async () => {
  registry = new Registry();
  store = countStore(await openTestStore(), registry);
  onTestFinished(() => store.close());
  for (const id of ['ana', 'ben']) {
    const email = `${id}@belfry.test`;
    await store.createUser({ id, email, name: id, role: 'admin', passwordHash: 'x', now: NOW });
  }
});

/** Every sample that is not zero. */
async function counted(): Promise<Record<string, number>> {
  return Object.fromEntries([...samplesOf(await registry.metrics())].filter(([, value]) => value !== 0));
}

const append = (...ids: readonly string[]) =>
  store.append({
    recipients: ids.map((userId) => ({ userId, id: `to-${userId}` })),
    content: CONTENT,
    now: NOW,
  });

test('every count stands at zero before anything has happened, so that a rate can rise from it', async () => {
  const told = samplesOf(await registry.metrics());
  expect(told.size).toBeGreaterThan(10);
  expect(new Set(told.values())).toEqual(new Set([0]));
});

test('notifications are counted each, not the calls that made them', async () => {
  await append('ana', 'ben');
  expect(await counted()).toEqual({ belfry_notifications_created_total: 2 });
});

test('what the store refuses is not counted', async () => {
  await expect(append('nobody')).rejects.toThrow();
  await expect(store.mark('ana', { id: 'none', as: 'read', operationId: 'o', now: NOW })).rejects.toThrow();
  expect(await counted()).toEqual({});
});

test('each act in an inbox is counted as what it was', async () => {
  await append('ana');
  const { epoch } = store;
  for (const as of ['read', 'unread', 'archived', 'restored'] as const) {
    await store.mark('ana', { id: 'to-ana', as, operationId: `o-${as}`, now: NOW });
  }
  const through = { epoch, seq: 1 };
  await store.readAll('ana', { through, filter: 'inbox', operationId: 'o-all', now: NOW });
  await store.view('ana', { ids: ['to-ana'], now: NOW });
  await store.undo('ana', { operationId: 'o-all', now: NOW });
  expect(await counted()).toEqual({
    belfry_notifications_created_total: 1,
    ...Object.fromEntries(
      ['read', 'unread', 'archived', 'restored', 'read_all', 'viewed', 'undone'].map((act) => [
        `belfry_acts_total{act="${act}"}`,
        1,
      ]),
    ),
  });
});

test('what is answered again is not counted again', async () => {
  const once = (key: string) => ({ principal: 'user:ana', key, fingerprint: 'f', replayed: false });
  const recipients = [{ userId: 'ana', id: 'n' }];
  const audience = { kind: 'everyone' } as const;
  await store.createBroadcast({ id: 'b', createdBy: 'ana', content: CONTENT, audience, now: NOW });
  for (let time = 0; time < 2; time++) {
    await store.append({ recipients, content: CONTENT, once: once('k1'), now: NOW });
    await store.mark('ana', { id: 'n', as: 'read', operationId: 'k2', once: once('k2'), now: NOW });
    const through = { epoch: store.epoch, seq: 1 };
    const all = { through, filter: 'inbox', operationId: 'k3', once: once('k3'), now: NOW } as const;
    await store.readAll('ana', all);
    await store.undo('ana', { operationId: 'k2', once: once('k4'), now: NOW });
    const sending = { version: 1, count: 2, dueAt: null, as: null, once: once('k5'), now: NOW };
    await store.sendBroadcast('b', sending);
  }
  expect(await counted()).toEqual({
    belfry_notifications_created_total: 1,
    'belfry_acts_total{act="read"}': 1,
    'belfry_acts_total{act="read_all"}': 1,
    'belfry_acts_total{act="undone"}': 1,
    'belfry_broadcasts_total{act="sent"}': 1,
  });
});

test('a sync that resets is told from one with the changes', async () => {
  await store.sync('ana', { cursor: null, now: NOW });
  const cursor = { epoch: store.epoch, seq: 0 };
  for (let again = 0; again < 2; again++) await store.sync('ana', { cursor, now: NOW });
  expect(await counted()).toEqual({
    'belfry_syncs_total{answer="reset"}': 1,
    'belfry_syncs_total{answer="changes"}': 2,
  });
});

test('broadcasts are counted as sent when they go out, not when they are put off', async () => {
  const audience = { kind: 'everyone' } as const;
  const draft = async (id: string) =>
    (await store.createBroadcast({ id, createdBy: 'ana', content: CONTENT, audience, now: NOW })).version;
  const send = async (id: string, as: 'held' | 'scheduled' | null) => {
    const dueAt = as === null ? null : NOW + 1_000;
    await store.sendBroadcast(id, { version: await draft(id), count: 2, dueAt, as, now: NOW });
  };
  await send('at-once', null);
  await send('held', 'held');
  await send('scheduled', 'scheduled');
  const before = {
    'belfry_broadcasts_total{act="sent"}': 1,
    'belfry_broadcasts_total{act="held"}': 1,
    'belfry_broadcasts_total{act="scheduled"}': 1,
  };
  expect(await counted()).toEqual(before);
  await store.cancelBroadcast('held', { now: NOW });
  await store.releaseDue({ now: NOW + 2_000, limit: 10 });
  await store.editBroadcast('at-once', { content: { title: 'New' }, notifyAgain: false, now: NOW + 3_000 });
  await store.recallBroadcast('at-once', { now: NOW + 4_000 });
  expect(await counted()).toEqual({
    ...before,
    'belfry_broadcasts_total{act="sent"}': 2,
    'belfry_broadcasts_total{act="cancelled"}': 1,
    'belfry_broadcasts_total{act="edited"}': 1,
    'belfry_broadcasts_total{act="recalled"}': 1,
  });
});
