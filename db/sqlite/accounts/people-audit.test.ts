import Database from 'better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { actor, join } from '@/db/contract/given';
import { connect } from '@/db/sqlite/connection';
import { assemble } from '@/db/sqlite/open-store';
import { TEST_MIGRATIONS } from '@/db/sqlite/open-test-store';
import type { Store } from '@/db/store';

let client: Database.Database;
let store: Store;
beforeEach(async () => {
  client = new Database(':memory:');
  const connection = connect(client);
  migrate(connection.database, { migrationsFolder: TEST_MIGRATIONS });
  store = assemble(connection, { randomId: () => 'x' });
  await join(store, 'ana', 'admin');
  await join(store, 'ben', 'member');
});
afterEach(() => client.close());

type Entry = {
  action: string;
  actor_id: string;
  object_kind: string;
  object_id: string;
  before: string | null;
  after: string | null;
};

const entries = () => client.prepare<[], Entry>('select * from audit_log order by seq').all();
const acts = () =>
  entries().map(({ action, object_kind, object_id }) => `${action} ${object_kind} ${object_id}`);
const by = actor('ana', 'Ana');
const from = { via: 'page', address: '10.0.0.9', requestId: 'r2' } as const;
const link = (id: string) => ({
  id,
  hash: `secret hash of ${id}`,
  createdBy: 'ana',
  expiresAt: 100,
  by,
  now: 10,
});
const accept = (id: string) =>
  store.acceptInvitation({
    hash: `secret hash of ${id}`,
    userId: 'new',
    name: null,
    passwordHash: 'secret password',
    from,
    now: 20,
  });

test('each change of a person is one row; what changed nothing, or was refused, is none', async () => {
  await store.changeUser('ben', { role: 'sender', by, now: 2 });
  await store.changeUser('ben', { role: 'sender', by, now: 3 });
  await store.changeUser('ben', { disabled: true, by, now: 4 });
  await store.changeUser('ben', { disabled: false, role: 'admin', by, now: 5 });
  // Nobody is named: no administrative act.
  await store.changeUser('ben', { role: 'member', now: 6 });
  await expect(store.changeUser('ana', { role: 'member', by, now: 7 })).rejects.toThrow();
  expect(entries().map(({ action, object_id, before, after }) => [action, object_id, before, after])).toEqual(
    [
      ['person.role', 'ben', '{"role":"member","disabled":false}', '{"role":"sender","disabled":false}'],
      ['person.disable', 'ben', '{"role":"sender","disabled":false}', '{"role":"sender","disabled":true}'],
      ['person.enable', 'ben', '{"role":"sender","disabled":true}', '{"role":"admin","disabled":false}'],
    ],
  );
});

test('of two administrators who take each other out at once, one is in the log', async () => {
  await store.changeUser('ben', { role: 'admin', now: 2 });
  await Promise.allSettled([
    store.changeUser('ben', { role: 'member', by, now: 3 }),
    store.changeUser('ana', { disabled: true, by: actor('ben'), now: 3 }),
  ]);
  expect(acts()).toEqual(['person.role person ben']);
});

test('signing out everywhere is one row with how many sessions ended; nothing to end is none', async () => {
  await store.endSessions('ben', { by, now: 2 });
  for (const id of ['s1', 's2']) await store.createSession({ id, userId: 'ben', now: 1, expiresAt: 90 });
  await store.endSessions('ben', { by, now: 3 });
  await store.endSessions('ben', { by, now: 4 });
  expect(entries()).toMatchObject([
    {
      action: 'person.signOut',
      actor_id: 'ana',
      object_id: 'ben',
      before: '{"sessions":2}',
      after: '{"sessions":0}',
    },
  ]);
});

test('a link is a row when it is made, used and taken back, and never the link or its hash', async () => {
  await store.invite({ ...link('i1'), email: 'carla@belfry.test', name: 'Carla', role: 'sender' });
  await accept('i1');
  await expect(accept('i1')).rejects.toThrow();
  await store.makePasswordLink({ ...link('p1'), userId: 'ben' });
  await accept('p1');
  await store.makePasswordLink({ ...link('p2'), userId: 'ben' });
  await store.revokeInvitation('p2', { by, now: 30 });
  await store.revokeInvitation('p2', { by, now: 31 });
  expect(acts()).toEqual([
    'person.invite invitation i1',
    'person.join person new',
    'person.passwordLink person ben',
    'person.password person ben',
    'person.passwordLink person ben',
    'invitation.revoke invitation p2',
  ]);
  expect(entries().map(({ actor_id }) => actor_id)).toEqual(['ana', 'new', 'ana', 'ben', 'ana', 'ana']);
  expect(JSON.stringify(entries())).not.toContain('secret');
  expect(client.prepare('select hash from invitations where id = ?').pluck().get('i1')).toContain('secret');
});
