import Database from 'better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { connect } from './connection';
import { TEST_MIGRATIONS } from './open-test-store';

const user = fc.constantFrom('1', '2', '3', '4');
const group = fc.constantFrom('g', 'h');
const disabled = fc.option(fc.constant(5));
const role = fc.constantFrom('member', 'admin');

/** What may be written to the tables by any code, and whether it may change who belongs to an audience. */
const statement = fc.oneof(
  fc.record({
    values: fc.record({ user, role, disabled }),
    sql: fc.constantFrom(
      `insert into users (id, email, name, role, password_hash, disabled_at, created_at)
        values (:user, :user, :user, :role, 'h', :disabled, 1) on conflict do nothing`,
      'update users set role = :role, disabled_at = :disabled where id = :user',
    ),
  }),
  fc.record({ values: fc.record({ user }), sql: fc.constant('delete from users where id = :user') }),
  fc.record({
    values: fc.record({ user, group }),
    sql: fc.constantFrom(
      `insert into group_members (group_id, user_id, since) select :group, :user, 1
        where exists (select 1 from users where id = :user) and exists (select 1 from groups where id = :group)
        on conflict do nothing`,
      'delete from group_members where group_id = :group and user_id = :user',
    ),
  }),
  fc.record({
    values: fc.record({ group }),
    sql: fc.constantFrom(
      'delete from groups where id = :group',
      "insert into groups (id, key, name, created_by, created_at) values (:group, :group, :group, 'root', 1) on conflict do nothing",
    ),
  }),
);

test('the size of each group is the count of its people, and the membership number rises when people come or go', () => {
  fc.assert(
    fc.property(fc.array(statement, { maxLength: 50 }), (statements) => {
      const client = open();
      for (const { sql, values } of statements) {
        const before = { standing: standing(client), number: membershipNumber(client) };
        client.prepare(sql).run({ ...values });
        expect(sizes(client)).toEqual(counted(client));
        if (standing(client) !== before.standing)
          expect(membershipNumber(client)).toBeGreaterThan(before.number);
      }
      client.close();
    }),
    { numRuns: 60 },
  );
});

function open(): Database.Database {
  const client = new Database(':memory:');
  client.pragma('foreign_keys = ON');
  migrate(connect(client).database, { migrationsFolder: TEST_MIGRATIONS });
  client.exec(
    "insert into users (id, email, name, role, password_hash, created_at) values ('root', 'root', 'root', 'admin', 'h', 1)",
  );
  return client;
}

function sizes(client: Database.Database) {
  return client.prepare('select group_id, people from group_sizes where people <> 0 order by group_id').all();
}

function counted(client: Database.Database) {
  return client
    .prepare(
      `select group_id, count(*) as people from group_members join users on id = user_id
        where disabled_at is null group by group_id order by group_id`,
    )
    .all();
}

/** Everything that decides who belongs. */
function standing(client: Database.Database): string {
  const persons = client.prepare('select id, role, disabled_at from users order by id').all();
  const members = client.prepare('select group_id, user_id from group_members order by 1, 2').all();
  return JSON.stringify([persons, members]);
}

function membershipNumber(client: Database.Database): number {
  return Number(client.prepare("select value from meta where key = 'memberships'").pluck().get());
}
