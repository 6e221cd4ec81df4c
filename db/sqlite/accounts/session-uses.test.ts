import Database from 'better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { connect } from '@/db/sqlite/connection';
import { TEST_MIGRATIONS } from '@/db/sqlite/open-test-store';
import { AppError } from '@/lib/errors';
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
    immediate: async (work) => {
      commits += 1;
      if (failing) throw failing;
      return connection.immediateNow(work);
    },
  });
});
afterEach(() => {
  vi.useRealTimers();
  client.close();
});

const written = () => client.prepare('select last_used_at from sessions order by id').pluck().all();

test('the uses of one moment are written soon, in one commit', async () => {
  for (const [id, now] of [
    ['a', 5],
    ['b', 6],
    ['a', 7],
  ] as const)
    uses.note(id, now);
  await vi.advanceTimersByTimeAsync(99);
  expect([written(), commits]).toEqual([[0, 0, 0], 0]);
  await vi.advanceTimersByTimeAsync(1);
  expect([written(), commits]).toEqual([[7, 6, 0], 1]);
  uses.note('c', 8);
  await vi.advanceTimersByTimeAsync(100);
  expect([written(), commits]).toEqual([[7, 6, 8], 2]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(commits).toBe(2);
});

test('whoever reads a session sees its newest use before it is written, and waits for nothing', async () => {
  uses.note('a', 5);
  expect([uses.noted('a'), uses.noted('b'), written(), commits]).toEqual([5, null, [0, 0, 0], 0]);
  await vi.advanceTimersByTimeAsync(100);
  expect([uses.noted('a'), written()]).toEqual([null, [5, 0, 0]]);
});

test('a use never goes back in time', async () => {
  uses.note('a', 5);
  uses.note('a', 4);
  expect(uses.noted('a')).toBe(5);
  await vi.advanceTimersByTimeAsync(100);
  uses.note('a', 3);
  await vi.advanceTimersByTimeAsync(100);
  expect(written()).toEqual([5, 0, 0]);
});

test('while nothing can be written the uses are kept in memory, and written once it goes again', async () => {
  failing = new AppError('storage_full', 'The disk is full.');
  uses.note('a', 5);
  await vi.advanceTimersByTimeAsync(1_000);
  expect([uses.noted('a'), written()]).toEqual([5, [0, 0, 0]]);
  expect(commits).toBeGreaterThan(1);
  failing = null;
  await vi.advanceTimersByTimeAsync(200);
  expect([uses.noted('a'), written()]).toEqual([null, [5, 0, 0]]);
});

test('what is kept is bounded: beyond 50,000 the oldest is forgotten', () => {
  for (let number = 0; number <= 50_000; number++) uses.note(`s${number}`, number);
  expect([uses.noted('s0'), uses.noted('s1'), uses.noted('s50000')]).toEqual([null, 1, 50_000]);
});

test('a defect does not end the process: whoever notes a use next meets it, and nothing is lost', async () => {
  uses.note('a', 5);
  failing = new Error('the file is damaged');
  await vi.advanceTimersByTimeAsync(100);
  expect(commits).toBe(1);
  expect(() => uses.note('b', 6)).toThrow('damaged');
  failing = null;
  uses.note('b', 6);
  await vi.advanceTimersByTimeAsync(100);
  expect(written()).toEqual([5, 6, 0]);
});
