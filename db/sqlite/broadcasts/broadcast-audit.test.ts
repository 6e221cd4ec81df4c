import Database from 'better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { actor, content, join } from '@/db/contract/given';
import { connect } from '@/db/sqlite/connection';
import { assemble } from '@/db/sqlite/open-store';
import { TEST_MIGRATIONS } from '@/db/sqlite/open-test-store';
import type { Store } from '@/db/store';
import type { Actor } from '@/lib/inbox/audit';

let client: Database.Database;
let store: Store;
beforeEach(async () => {
  client = new Database(':memory:');
  const connection = connect(client);
  migrate(connection.database, { migrationsFolder: TEST_MIGRATIONS });
  store = assemble(connection, { randomId: () => 'x' });
  await join(store, 'ana', 'admin');
});
afterEach(() => client.close());

type Entry = { action: string; actor_id: string | null; via: string; before: string | null; after: string };

const entries = () => client.prepare<[], Entry>('select * from audit_log order by seq').all();
const acts = () => entries().map(({ action, via }) => `${action} ${via}`);
const by = actor('ana', 'Ana');
const system: Actor = { id: null, name: 'Belfry', via: 'system', address: null, requestId: null };
const sending = { version: 1, count: 1, by };

async function draft(id: string, expiresAt: number | null = null): Promise<void> {
  const audience = { kind: 'everyone' } as const;
  await store.createBroadcast({
    id,
    createdBy: 'ana',
    content: content(id),
    audience,
    expiresAt,
    by,
    now: 1,
  });
}

test('each act of a broadcast’s life is one row, and doing it again is none', async () => {
  await draft('B');
  await store.updateBroadcast('B', { content: { title: 'typed' }, updatedBy: 'ana', by, now: 2 });
  await store.sendBroadcast('B', { ...sending, version: 2, dueAt: 100, as: 'scheduled', now: 3 });
  await store.pauseBroadcast('B', { by, now: 4 });
  await store.pauseBroadcast('B', { by, now: 5 });
  await store.resumeBroadcast('B', { dueAt: 50, as: 'held', by, now: 6 });
  await store.releaseDue({ now: 60, limit: 9, by: system });
  await store.releaseDue({ now: 61, limit: 9, by: system });
  const edit = { content: { title: 'Better' }, notifyAgain: false, by };
  await store.editBroadcast('B', { ...edit, now: 70 });
  await store.editBroadcast('B', { ...edit, now: 71 });
  for (const now of [80, 81]) await store.stopBroadcast('B', { by, now });
  for (const now of [90, 91]) await store.recallBroadcast('B', { by, now });
  await store.duplicateBroadcast('B', { newId: 'C', createdBy: 'ana', by, now: 95 });
  for (const now of [96, 97]) await store.cancelBroadcast('C', { only: 'draft', by, now });
  expect(acts()).toEqual([
    'broadcast.create page',
    'broadcast.schedule page',
    'broadcast.pause page',
    'broadcast.resume page',
    'broadcast.release system',
    'broadcast.edit page',
    'broadcast.stop page',
    'broadcast.recall page',
    'broadcast.duplicate page',
    'broadcast.cancel page',
  ]);
});

test('a draft of somebody else is changed for all to see, once for each time that it changes hands', async () => {
  await join(store, 'kim', 'admin');
  const kim = actor('kim', 'Kim');
  const type = (title: string, who: Actor, now: number) =>
    store.updateBroadcast('B', { content: { title }, updatedBy: who.id ?? '', by: who, now });
  await draft('B');
  await type('Ana’s', by, 2);
  await type('Kim’s', kim, 3);
  await type('Kim’s, longer', kim, 4);
  await type('Ana’s again', by, 5);
  expect(entries().map(({ action, actor_id }) => `${action} ${actor_id}`)).toEqual([
    'broadcast.create ana',
    'broadcast.change kim',
    'broadcast.change ana',
  ]);
  const [, first, second] = entries();
  expect(JSON.parse(first?.before ?? '')).toMatchObject({ title: 'Ana’s', updatedBy: { id: 'ana' } });
  expect(JSON.parse(first?.after ?? '')).toMatchObject({
    title: 'Kim’s',
    updatedBy: { id: 'kim' },
    updatedAt: '1970-01-01T00:00:00.003Z',
  });
  expect(JSON.parse(second?.before ?? '')).toMatchObject({
    title: 'Kim’s, longer',
    updatedBy: { id: 'kim' },
  });
});

test('what was refused leaves no row, and what ends by itself is the system’s', async () => {
  await draft('B', 100);
  await expect(
    store.sendBroadcast('B', { ...sending, count: 7, dueAt: null, as: null, now: 3 }),
  ).rejects.toMatchObject({ code: 'conflict' });
  await store.sendBroadcast('B', { ...sending, dueAt: null, as: null, now: 3 });
  await expect(store.cancelBroadcast('B', { by, now: 4 })).rejects.toMatchObject({ code: 'conflict' });
  for (const now of [100, 101]) await store.expireDue({ now, limit: 9, by: system });
  expect(acts()).toEqual(['broadcast.create page', 'broadcast.send page', 'broadcast.expire system']);
  expect(entries()[2]?.actor_id).toBeNull();
});

test('an entry holds what was there before and what is there after', async () => {
  await draft('B');
  await store.sendBroadcast('B', { ...sending, dueAt: null, as: null, now: 3 });
  await store.editBroadcast('B', { content: { title: 'Better' }, notifyAgain: false, by, now: 4 });
  const [made, sent, edited] = entries();
  expect(made?.before).toBeNull();
  expect(JSON.parse(sent?.before ?? '')).toMatchObject({ state: 'draft', targeted: null });
  expect(JSON.parse(sent?.after ?? '')).toMatchObject({ state: 'sent', targeted: 1, title: 'B' });
  expect(JSON.parse(edited?.before ?? '')).toMatchObject({ title: 'B', version: 1 });
  expect(JSON.parse(edited?.after ?? '')).toMatchObject({ title: 'Better', version: 2 });
});
