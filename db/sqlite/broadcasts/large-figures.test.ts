import Database from 'better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { expect, test, vi } from 'vitest';
import { content, join } from '@/db/contract/given';
import { connect } from '@/db/sqlite/connection';
import { longReads } from '@/db/sqlite/long-reads';
import { assemble } from '@/db/sqlite/open-store';
import { TEST_MIGRATIONS } from '@/db/sqlite/open-test-store';

test('the figures of a broadcast to very many are counted beside the event loop, and are the same', async () => {
  const client = new Database(':memory:');
  const connection = connect(client);
  migrate(connection.database, { migrationsFolder: TEST_MIGRATIONS });
  const reads = longReads(connection);
  const run = vi.spyOn(reads, 'run');
  const store = assemble(connection, { randomId: () => 'x', longReads: reads });
  for (const name of ['ada', 'ana']) await join(store, name);
  const audience = { kind: 'everyone' } as const;
  await store.createBroadcast({ id: 'B', createdBy: 'ada', content: content('B'), audience, now: 5 });
  await store.sendBroadcast('B', { version: 1, count: 2, dueAt: null, as: null, now: 6 });
  await store.sync('ana', { cursor: null, now: 7 });
  const figures = { targeted: 2, delivered: 1, pending: 1, skipped: 0, seen: 0, read: 0, clicked: 0 };
  run.mockClear();
  expect(await store.findBroadcast('B')).toMatchObject({ state: 'sent', figures });
  expect(run).not.toHaveBeenCalled();

  client.exec('update broadcasts set targeted = 1000000');
  const large = { ...figures, targeted: 1_000_000, pending: 999_999 };
  expect(await store.findBroadcast('B')).toMatchObject({ state: 'sent', figures: large });
  expect((await store.listBroadcasts({ before: null, limit: 1 })).broadcasts).toMatchObject([
    { figures: large },
  ]);
  expect(run).toHaveBeenCalledTimes(2);
  expect(await store.findBroadcast('nothing')).toBeNull();
  client.close();
});
