import Database from 'better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connect } from '@/db/sqlite/connection';
import { TEST_MIGRATIONS } from '@/db/sqlite/open-test-store';
import { listPeople } from './list-people';

const PAGE = { q: null, role: null, state: null, before: null, limit: 50, now: 9, idleAfter: 0 } as const;

let client: Database.Database;
let plans: string[];
let people: ReturnType<typeof listPeople>;
beforeEach(() => {
  client = new Database(':memory:');
  const connection = connect(client);
  migrate(connection.database, { migrationsFolder: TEST_MIGRATIONS });
  plans = [];
  const run = async (queries: readonly { toSQL(): { sql: string; params: unknown[] } }[]) => {
    for (const query of queries) {
      const { sql, params } = query.toSQL();
      const steps = client.prepare<unknown[], { detail: string }>(`explain query plan ${sql}`).all(...params);
      plans.push(...steps.map(({ detail }) => detail));
    }
    return [];
  };
  people = listPeople(connection, { longReads: { run } });
});
afterEach(() => client.close());

test('a page is one walk of the index of ids from where the page before it ended, and sorts nothing', async () => {
  await people.listPeople({ ...PAGE, before: 'm' });
  expect(plans).toContain('SEARCH users USING INDEX sqlite_autoindex_users_1 (id<?)');
  expect(plans.filter((step) => /TEMP B-TREE|SCAN/.test(step))).toEqual([]);
});

test('sessions are looked up for the people of the page alone, by their index', async () => {
  await people.listPeople({ ...PAGE, q: 'an', role: 'admin', state: 'disabled' });
  expect(plans.filter((step) => step.includes('sessions'))).toEqual([
    expect.stringContaining('INDEX sessions_user (user_id=?)'),
    expect.stringContaining('INDEX sessions_user (user_id=?)'),
  ]);
  expect(plans.filter((step) => step.includes('TEMP B-TREE'))).toEqual([]);
});
