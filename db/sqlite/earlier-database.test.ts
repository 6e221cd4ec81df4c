import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { expect, onTestFinished, test } from 'vitest';
import type { Store } from '@/db/store';
import { openSqliteStore } from './open-store';
import { TEST_MIGRATIONS } from './open-test-store';

/** The last migration that knows nothing of groups, holds and times. */
const LAST_OF_THEN = 3;

test('a database of before groups and schedules goes on where it was', async () => {
  const { store, client } = await openEarlier();
  expect(await store.findBroadcast('gone-out')).toMatchObject({
    state: 'sent',
    frozen: false,
    format: 'plain',
    figures: { targeted: 3, delivered: 1, pending: 1, skipped: 1, seen: 1, read: 0 },
  });
  expect(await store.progress('gone-out')).toMatchObject({ skippedFor: { left: 1, muted: 0 } });
  expect((await store.recipients('gone-out', ALL)).recipients.map(({ id, state }) => [id, state])).toEqual([
    ['ada', 'seen'],
    ['ben', 'pending'],
    ['cleo', 'skipped'],
  ]);
  expect(await store.findBroadcast('taken-back')).toMatchObject({
    figures: { targeted: 3, delivered: 1, pending: 0, skipped: 2 },
  });
  // Whoever was away is given what is theirs, once, and nothing of what was taken back.
  for (const time of [1_000, 1_001]) {
    const page = await store.sync('ben', { cursor: null, now: time });
    expect('items' in page && page.items.map(({ title }) => title)).toEqual(['gone-out']);
  }
  expect((await store.findBroadcast('gone-out'))?.figures).toMatchObject({ delivered: 2, pending: 0 });
  expect(client.prepare('select removed_for from notifications where removed_at is not null').all()).toEqual([
    { removed_for: 'recalled' },
  ]);
  expect(await store.countAudience({ kind: 'everyone' })).toMatchObject({ count: 3 });
});

test('what was scheduled then keeps its time, also while it is paused', async () => {
  const { store } = await openEarlier();
  expect(await store.pauseBroadcast('to-come', { now: 100 })).toMatchObject({
    dueAt: null,
    scheduledFor: new Date(5_000).toISOString(),
  });
  await store.resumeBroadcast('to-come', { dueAt: 5_000, as: 'scheduled', now: 101 });
  expect(await store.releaseDue({ now: 5_000, limit: 9 })).toEqual(['to-come']);
});

const ALL = { state: 'all', q: null, before: null, limit: 9 } as const;

async function openEarlier(): Promise<{ store: Store; client: Database.Database }> {
  const folder = mkdtempSync(join(tmpdir(), 'belfry-earlier-'));
  const file = join(folder, 'belfry.db');
  const client = new Database(file);
  migrate(drizzle(client), { migrationsFolder: migrationsOfThen(folder) });
  client.exec(ROWS);
  const store = await openSqliteStore({ file, migrationsFolder: TEST_MIGRATIONS });
  onTestFinished(async () => {
    client.close();
    await store.close();
    rmSync(folder, { recursive: true });
  });
  return { store, client };
}

function migrationsOfThen(folder: string): string {
  const then = join(folder, 'migrations');
  cpSync(TEST_MIGRATIONS, then, { recursive: true });
  mkdirSync(join(then, 'meta'), { recursive: true });
  const journal = join(then, 'meta', '_journal.json');
  const all: { entries: { idx: number }[] } = JSON.parse(readFileSync(journal, 'utf8'));
  const entries = all.entries.filter(({ idx }) => idx <= LAST_OF_THEN);
  writeFileSync(journal, JSON.stringify({ ...all, entries }));
  return then;
}

const ROWS = `
  insert into users (id, email, name, role, password_hash, created_at) values
    ('ada', 'ada@x.test', 'Ada', 'admin', 'h', 1),
    ('ben', 'ben@x.test', 'Ben', 'member', 'h', 1),
    ('cleo', 'cleo@x.test', 'Cleo', 'member', 'h', 1);
  insert into broadcasts (id, state, audience, version, title, category, severity, targeted, last_entry,
    created_by, created_at, due_at, sent_at, recalled_at) values
    ('taken-back', 'recalled', '{"kind":"everyone"}', 1, 'taken-back', 'news', 'info', 3, 2, 'ada', 1, null, 2, 3),
    ('gone-out', 'sent', '{"kind":"everyone"}', 1, 'gone-out', 'news', 'info', 3, 3, 'ada', 1, null, 4, null),
    ('to-come', 'scheduled', '{"kind":"everyone"}', 1, 'to-come', 'news', 'info', null, null, 'ada', 1, 5000, null, null);
  insert into broadcast_log (broadcast_id, kind, at) values
    ('taken-back', 'sent', 2), ('taken-back', 'recalled', 3), ('gone-out', 'sent', 4);
  insert into broadcast_skips (broadcast_id, user_id) values ('gone-out', 'cleo');
  insert into streams (user_id, head, broadcast_cursor) values ('ada', 3, 3), ('ben', 0, 0), ('cleo', 0, 3);
  insert into notifications (id, user_id, seq, sort_seq, broadcast_id, broadcast_entry, title, category, severity,
    created_at, seen_at, removed_at) values
    ('n1', 'ada', 2, 1, 'taken-back', 1, '', 'news', 'info', 2, null, 3),
    ('n2', 'ada', 3, 3, 'gone-out', 3, 'gone-out', 'news', 'info', 4, 5, null);
`;
