import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { broadcast, content, join as joins, notify, titles } from '@/db/contract/given';
import { connect } from './connection';
import { assemble, openSqliteStore } from './open-store';
import { TEST_MIGRATIONS } from './open-test-store';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'belfry-open-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (more: Partial<Parameters<typeof openSqliteStore>[0]> = {}) =>
  openSqliteStore({ file: join(folder, 'belfry.db'), migrationsFolder: TEST_MIGRATIONS, ...more });

test('what was committed survives closing and opening, and every opening has an epoch of its own', async () => {
  const first = await open();
  await joins(first, 'ana', 'admin');
  await notify(first, 'ana', ['kept']);
  await broadcast(first, { title: 'B', createdBy: 'ana' });
  const { epoch } = first;
  await first.close();
  const second = await open();
  expect(second.epoch).not.toBe(epoch);
  expect(await second.dirtyStreams(10)).toEqual(['ana']);
  expect(await titles(second, 'ana')).toEqual(['B', 'kept']);
  await second.close();
});

test('what was committed survives a process that never closes, also in the write-ahead log alone', async () => {
  const first = await open();
  await joins(first, 'ana');
  await notify(first, 'ana', ['kept']);
  expect(statSync(join(folder, 'belfry.db-wal')).size).toBeGreaterThan(0);
  // What kill -9 leaves: the file and its log, copied while the store is still open.
  const copy = join(folder, 'copy.db');
  for (const end of ['', '-wal']) copyFileSync(join(folder, `belfry.db${end}`), `${copy}${end}`);
  const second = await open({ file: copy });
  expect(await titles(second, 'ana')).toEqual(['kept']);
  await second.close();
  await first.close();
});

test('a second opening is refused while the first is open, and works afterwards', async () => {
  const first = await open();
  await expect(open()).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('Another Belfry'),
  });
  await first.close();
  await first.close();
  await (await open()).close();
});

test('closing leaves one whole file and no process id', async () => {
  const store = await open();
  await joins(store, 'ana');
  await store.close();
  expect([existsSync(join(folder, 'belfry.db-wal')), existsSync(join(folder, 'belfry.db.pid'))]).toEqual([
    false,
    false,
  ]);
});

test('an opening that fails frees the file', async () => {
  await expect(open({ migrationsFolder: join(folder, 'nowhere') })).rejects.toThrow();
  await (await open()).close();
});

test('a closed store refuses in plain words', async () => {
  const store = await open();
  await store.close();
  await expect(store.hasUsers()).rejects.toMatchObject({ code: 'unavailable' });
  await expect(store.checkWritable()).rejects.toMatchObject({ code: 'unavailable' });
});

test('a foreign process that holds the write lock is waited for briefly, then refused; reading goes on', async () => {
  const store = await open();
  await joins(store, 'ana', 'admin');
  await notify(store, 'ana', ['stored']);
  await broadcast(store, { title: 'waiting', createdBy: 'ana' });
  const other = new Database(join(folder, 'belfry.db'));
  other.exec('BEGIN IMMEDIATE');
  const begun = performance.now();
  const write = store.append({ recipients: [{ userId: 'ana', id: 'n' }], content: content('n'), now: 1 });
  await expect(write).rejects.toMatchObject({ code: 'unavailable' });
  expect(performance.now() - begun).toBeGreaterThan(1_500);
  expect(performance.now() - begun).toBeLessThan(4_000);
  await expect(store.checkWritable()).rejects.toMatchObject({ code: 'unavailable' });
  // The broadcast cannot be put in now; what is there is shown, with the cursor and the counts of that.
  expect(await store.sync('ana', { cursor: null, now: 50 })).toMatchObject({
    cursor: `${store.epoch}.1`,
    counts: { unread: 1, unseen: 1 },
    items: [{ title: 'stored' }],
  });
  other.exec('ROLLBACK');
  other.close();
  expect(await titles(store, 'ana')).toEqual(['waiting', 'stored']);
  await store.checkWritable();
  await store.close();
});

test('a session is found though its use cannot be recorded, and the next use is recorded again', async () => {
  const store = await open();
  await joins(store, 'ana');
  await store.createSession({ id: 's', userId: 'ana', now: 0, expiresAt: 1_000_000 });
  const other = new Database(join(folder, 'belfry.db'));
  const lastUse = () => other.prepare('select last_used_at from sessions').pluck().get();
  other.exec('BEGIN IMMEDIATE');
  for (const now of [100_000, 100_001])
    expect(await store.findSession('s', { now, idleAfter: 0 })).not.toBeNull();
  expect(lastUse()).toBe(0);
  other.exec('ROLLBACK');
  expect(await store.findSession('s', { now: 100_002, idleAfter: 50_000 })).not.toBeNull();
  // The one that was refused is still known in memory.
  await expect.poll(lastUse).toBe(100_000);
  other.close();
  await store.close();
});

test('a full disk is said as such, reading goes on, and writing too once there is room', async () => {
  const client = new Database(join(folder, 'belfry.db'));
  const connection = connect(client);
  migrate(connection.database, { migrationsFolder: TEST_MIGRATIONS });
  const store = assemble(connection, { randomId: () => 'x' });
  await joins(store, 'ana');
  await notify(store, 'ana', ['before']);
  const pages = Number(client.pragma('page_count', { simple: true }));
  client.pragma(`max_page_count = ${pages}`);
  const large = { recipients: [{ userId: 'ana', id: 'n' }], content: content('x'.repeat(100_000)), now: 1 };
  await expect(store.append(large)).rejects.toMatchObject({ code: 'storage_full' });
  expect(await titles(store, 'ana')).toEqual(['before']);
  expect((await store.counts('ana', 2)).cursor).toBe(`${store.epoch}.1`);
  client.pragma(`max_page_count = ${pages + 1_000}`);
  await store.append(large);
  expect((await store.counts('ana', 2)).cursor).toBe(`${store.epoch}.2`);
  await store.close();
});

test('a cursor below the floor is reset: tombstones after it may be purged', async () => {
  const client = new Database(':memory:');
  const connection = connect(client);
  migrate(connection.database, { migrationsFolder: TEST_MIGRATIONS });
  const store = assemble(connection, { randomId: () => 'x' });
  await joins(store, 'ana');
  await notify(store, 'ana', ['a', 'b', 'c']);
  client.exec('update streams set floor = 2');
  const since = (seq: number) => store.sync('ana', { cursor: { epoch: store.epoch, seq }, now: 50 });
  expect(await since(1)).toMatchObject({ reset: true, cursor: `${store.epoch}.3` });
  expect(await since(2)).toMatchObject({ changes: [{ seq: 3 }], more: false });
  await store.close();
});

test('recalled text is gone from the file', async () => {
  const canary = 'a sentence that must not stay';
  const store = await open();
  await joins(store, 'ana', 'admin');
  await broadcast(store, { title: 'B', createdBy: 'ana' });
  await store.editBroadcast('B', { content: { body: canary }, notifyAgain: false, now: 30 });
  expect(await titles(store, 'ana')).toEqual(['B']);
  await store.editBroadcast('B', { content: { body: null }, notifyAgain: false, now: 40 });
  expect(await titles(store, 'ana')).toEqual(['B']);
  await store.close();
  expect(readFileSync(join(folder, 'belfry.db')).includes(canary)).toBe(false);
});

test('ids of what broadcasts make can be given', async () => {
  const store = await open({ randomId: () => 'given' });
  await joins(store, 'ana', 'admin');
  await broadcast(store, { title: 'B', createdBy: 'ana' });
  const { items } = await store.feed('ana', { filter: 'inbox', before: null, limit: 1, now: 5 });
  expect(items[0]?.id).toBe('given');
  await store.close();
});
