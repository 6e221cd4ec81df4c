import Database from 'better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { expect, test } from 'vitest';
import { connect } from '@/db/sqlite/connection';
import type { LongQuery } from '@/db/sqlite/long-reads';
import { assemble } from '@/db/sqlite/open-store';
import { TEST_MIGRATIONS } from '@/db/sqlite/open-test-store';
import type { Store } from '@/db/store';

/** A store with one broadcast that is out, and the plan of every long read that something makes of it. */
async function planned(work: (store: Store) => Promise<unknown>): Promise<readonly string[]> {
  const client = new Database(':memory:');
  const connection = connect(client);
  migrate(connection.database, { migrationsFolder: TEST_MIGRATIONS });
  const plans: string[] = [];
  const explain = (query: LongQuery) => {
    const { sql, params } = query.toSQL();
    const steps = client.prepare<unknown[], { detail: string }>(`explain query plan ${sql}`).all(...params);
    plans.push(steps.map(({ detail }) => detail).join('\n'));
    return client.prepare<unknown[], Record<string, unknown>>(sql).all(...params);
  };
  const longReads = { run: async (queries: readonly LongQuery[]) => queries.map(explain) };
  const store = assemble(connection, { randomId: () => 'x', longReads });
  const ada = {
    id: 'ada',
    email: 'ada@belfry.test',
    name: 'Ada',
    role: 'admin',
    passwordHash: 'none',
  } as const;
  await store.createUser({ ...ada, now: 1 });
  const content = { title: 'B', body: null, url: null, category: 'general', severity: 'info' } as const;
  const audience = { kind: 'everyone' } as const;
  await store.createBroadcast({ id: 'B', createdBy: 'ada', content, audience, now: 2 });
  await store.sendBroadcast('B', { version: 1, count: 1, dueAt: null, as: null, now: 3 });
  plans.length = 0;
  await work(store);
  await store.close();
  return plans;
}

const page = { q: null, before: 'a', limit: 50 } as const;

test('a page of people goes on where the last one ended, by index and without sorting', async () => {
  const plans = await planned((store) => store.recipients('B', { ...page, state: 'all' }));
  expect(plans).toHaveLength(3);
  const [reached, skipped, pending] = plans;
  expect(reached).toContain('INDEX notifications_broadcast_user (broadcast_id=? AND user_id>?)');
  expect(skipped).toContain('(broadcast_id=? AND user_id>?)');
  expect(pending).toContain('SEARCH users USING INDEX sqlite_autoindex_users_1 (id>?)');
  expect(pending).toContain('SEARCH streams USING INDEX sqlite_autoindex_streams_1 (user_id=?)');
  for (const plan of plans) expect(plan).not.toMatch(/TEMP B-TREE|SCAN/);
});

test('a page that is narrowed to what people did goes the same way', async () => {
  for (const state of ['unseen', 'unread', 'seen', 'read', 'clicked', 'delivered'] as const) {
    const plans = await planned((store) => store.recipients('B', { ...page, q: 'ana', state }));
    expect(plans.join('\n'), state).not.toMatch(/TEMP B-TREE|SCAN/);
  }
});

test('figures and lines are counted from covering indexes', async () => {
  const [, rows, skips] = await planned((store) => store.progress('B'));
  expect(rows).toContain('COVERING INDEX notifications_figures (broadcast_id=?)');
  expect(skips).toContain('(broadcast_id=?)');
  const lines = await planned((store) => store.timeline('B'));
  expect(lines).toHaveLength(5);
  for (const plan of lines) expect(plan).toContain('COVERING INDEX notifications_figures (broadcast_id=');
});

test('the small pictures of a page are counted from the same index', async () => {
  const [plan] = await planned((store) => store.sparklines(['B']));
  expect(plan).toContain('COVERING INDEX notifications_figures (broadcast_id=');
  expect(plan).not.toMatch(/SCAN notifications/);
});
