import Database from 'better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { content, join } from '@/db/contract/given';
import { connect } from '@/db/sqlite/connection';
import { longReads } from '@/db/sqlite/long-reads';
import { assemble } from '@/db/sqlite/open-store';
import { TEST_MIGRATIONS } from '@/db/sqlite/open-test-store';
import type { Store } from '@/db/store';
import type { Actor } from '@/lib/inbox/audit';

const by: Actor = { id: 'ada', name: 'Ada', via: 'page', address: null, requestId: null };

let client: Database.Database;
let store: Store;
let reads: ReturnType<typeof longReads>;
beforeEach(async () => {
  client = new Database(':memory:');
  const connection = connect(client);
  migrate(connection.database, { migrationsFolder: TEST_MIGRATIONS });
  reads = longReads(connection);
  store = assemble(connection, { randomId: () => 'x', longReads: reads });
  for (const name of ['ada', 'ana', 'ben']) await join(store, name);
  await store.createGroup({ id: 'g', key: 'crew', name: 'Crew', createdBy: 'ada', by, now: 5 });
});
afterEach(() => client.close());

type Row = { action: string; object_name: string; before: string; after: string };

function recorded() {
  const rows = client.prepare<[], Row>(
    'select action, object_name, before, after from audit_log order by seq',
  );
  return rows
    .all()
    .map((row) => [row.action, row.object_name, JSON.parse(row.before), JSON.parse(row.after)]);
}

test('each act on a group is one row, with what it was before and is after', async () => {
  await store.renameGroup('g', { name: 'Team', by, now: 6 });
  await store.addMembers('g', { userIds: ['ana', 'ben'], by, now: 7 });
  await store.removeMembers('g', { userIds: ['ben', 'ada'], by, now: 8 });
  await store.deleteGroup('g', { by, now: 9 });
  expect(recorded()).toEqual([
    ['group.create', 'Crew', null, { key: 'crew', name: 'Crew' }],
    ['group.rename', 'Team', { key: 'crew', name: 'Crew' }, { key: 'crew', name: 'Team' }],
    ['group.add', 'Team', null, { people: 2, ids: ['ana', 'ben'] }],
    ['group.remove', 'Team', { people: 1, ids: ['ben'] }, null],
    ['group.delete', 'Team', { key: 'crew', name: 'Team', people: 1 }, null],
  ]);
});

test('what changed nothing, and what was refused, is no row', async () => {
  await store.addMembers('g', { userIds: ['ana'], by, now: 6 });
  const before = recorded().length;
  await store.addMembers('g', { userIds: ['ana'], by, now: 7 });
  await store.removeMembers('g', { userIds: ['ben'], by, now: 8 });
  await store.renameGroup('g', { name: 'Crew', by, now: 9 });
  const audience = { kind: 'groups', groups: ['g'] } as const;
  await store.createBroadcast({ id: 'b', createdBy: 'ada', content: content('B'), audience, now: 10 });
  await expect(store.deleteGroup('g', { by, now: 11 })).rejects.toThrow();
  await expect(store.addMembers('g', { userIds: ['nobody'], by, now: 12 })).rejects.toThrow();
  expect(recorded()).toHaveLength(before);
});

test('an import is one row that names at most a hundred people, with the part that adds the first', async () => {
  const ids = Array.from({ length: 120 }, (_, n) => `p${n}`);
  const as = { people: 120, ids, lines: 130, bad: 10 };
  await store.addMembers('g', { userIds: ['ana'], by, as, now: 6 });
  const [action, , , after] = recorded().at(-1) ?? [];
  expect([action, after]).toEqual(['group.import', { ...as, ids: ids.slice(0, 100) }]);
});

test('the members of a group that is deleted are counted beside the event loop', async () => {
  await store.addMembers('g', { userIds: ['ana'], by, now: 6 });
  const run = vi.spyOn(reads, 'run');
  await store.deleteGroup('g', { by, now: 7 });
  expect(run).toHaveBeenCalledTimes(1);
  expect(recorded().at(-1)).toEqual(['group.delete', 'Crew', { key: 'crew', name: 'Crew', people: 1 }, null]);
});
