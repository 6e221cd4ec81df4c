import Database from 'better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ROLES } from '@/lib/inbox/audience';
import { connect } from './connection';
import { TEST_MIGRATIONS } from './open-test-store';

const role = fc.constantFrom(...ROLES);
const id = fc.constantFrom('1', '2', '3', '4');
const INSERT = `insert into users (id, email, name, role, password_hash, disabled_at, created_at)
  values (:id, :id, :id, :role, 'h', :disabled, 1) on conflict do nothing`;
const UPDATE = 'update users set role = :role, disabled_at = :disabled where id = :id';
const DELETE = 'delete from users where id = :id';

const statement = fc.oneof(
  fc.record({ id, role, disabled: fc.option(fc.constant(5)), sql: fc.constant(INSERT) }),
  fc.record({ id, role, disabled: fc.option(fc.constant(5)), sql: fc.constant(UPDATE) }),
  fc.record({ id, role, disabled: fc.constant(null), sql: fc.constant(DELETE) }),
);

test('the size of each role is the count of its people, whatever is written to users by whatever code', () => {
  fc.assert(
    fc.property(fc.array(statement, { maxLength: 40 }), (statements) => {
      const client = new Database(':memory:');
      migrate(connect(client).database, { migrationsFolder: TEST_MIGRATIONS });
      for (const { sql, ...values } of statements) client.prepare(sql).run({ ...values });
      const kept = client
        .prepare('select role, people from role_sizes where people <> 0 order by role')
        .all();
      const counted = client
        .prepare(
          'select role, count(*) as people from users where disabled_at is null group by role order by role',
        )
        .all();
      expect(kept).toEqual(counted);
      client.close();
    }),
    { numRuns: 60 },
  );
});
