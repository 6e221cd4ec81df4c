import Database from 'better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { connect } from '@/db/sqlite/connection';
import { TEST_MIGRATIONS } from '@/db/sqlite/open-test-store';
import { sessionUses } from './session-uses';

let client: Database.Database;
let commits: number;
let failing: Error | null;
let uses: ReturnType<typeof sessionUses>;
beforeEach(() => {
  vi.useFakeTimers();
  client = new Database(':memory:');
  const connection = connect(client);
  migrate(connection.database, { migrationsFolder: TEST_MIGRATIONS });
  client.pragma('foreign_keys = 0');
  for (const id of ['a', 'b', 'c']) {
    client
      .prepare(
        'insert into sessions (id, user_id, created_at, last_used_at, expires_at) values (?, ?, 0, 0, 9)',
      )
      .run(id, 'ana');
  }
  commits = 0;
  failing = null;
  uses = sessionUses({
    database: connection.database,
    immediate: (work) => {
      if (failing) throw failing;
      commits += 1;
      return connection.immediate(work);
    },
  });
});
afterEach(() => {
  vi.useRealTimers();
  client.close();
});

const written = () => client.prepare('select last_used_at from sessions order by id').pluck().all();

test('the uses of one moment are written soon, in one commit', () => {
  for (const [id, now] of [
    ['a', 5],
    ['b', 6],
    ['a', 7],
  ] as const)
    uses.note(id, now);
  vi.advanceTimersByTime(99);
  expect([written(), commits]).toEqual([[0, 0, 0], 0]);
  vi.advanceTimersByTime(1);
  expect([written(), commits]).toEqual([[7, 6, 0], 1]);
  uses.note('c', 8);
  vi.advanceTimersByTime(100);
  expect([written(), commits]).toEqual([[7, 6, 8], 2]);
});

test('whoever reads a session sees its use, and reading others costs nothing', () => {
  uses.note('a', 5);
  uses.writeIfNoted('b');
  expect([written(), commits]).toEqual([[0, 0, 0], 0]);
  uses.writeIfNoted('a');
  expect([written(), commits]).toEqual([[5, 0, 0], 1]);
  uses.writeIfNoted('a');
  expect(commits).toBe(1);
});

test('a use never goes back in time', () => {
  uses.note('a', 5);
  uses.writeIfNoted('a');
  uses.note('a', 4);
  uses.writeIfNoted('a');
  expect(written()).toEqual([5, 0, 0]);
});

test('a defect does not end the process: the next reader meets it, and nothing is lost', () => {
  uses.note('a', 5);
  failing = new Error('the file is damaged');
  expect(() => vi.advanceTimersByTime(100)).not.toThrow();
  expect(() => uses.writeIfNoted('a')).toThrow('damaged');
  failing = null;
  uses.writeIfNoted('a');
  expect(written()).toEqual([5, 0, 0]);
});
