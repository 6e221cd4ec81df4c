import Database from 'better-sqlite3';
import { sql } from 'drizzle-orm';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { connect } from '@/db/sqlite/connection';
import { TEST_MIGRATIONS } from '@/db/sqlite/open-test-store';
import { users } from '@/db/sqlite/schema';
import { type Audience, belongs, type Exclusions, type Person, ROLES } from '@/lib/inbox/audience';
import { audienceCondition } from './audience-condition';
import { audienceSize, sizeOf } from './audience-size';

const SEED = Date.now() % 2 ** 31;
const DATABASES = 100;
const PEOPLE = 100;
const AUDIENCES = 20;

const GROUPS = ['a', 'b', 'c', 'd'];
const role = fc.constantFrom(...ROLES);
const groups = fc.subarray(GROUPS);
const person = fc.record({ role, disabled: fc.nat({ max: 4 }).map((n) => n === 0), groups });
/** Some of them are nobody. */
const people = fc.uniqueArray(
  fc.nat({ max: PEOPLE + 5 }).map((n) => `p${n}`),
  { maxLength: 20 },
);
const named = fc.subarray([...GROUPS, 'nowhere'], { minLength: 1 });
const except: fc.Arbitrary<Exclusions | undefined> = fc.option(
  fc.record({ roles: fc.subarray([...ROLES]), groups, people }, { requiredKeys: [] }),
  { nil: undefined },
);
const audience: fc.Arbitrary<Audience> = fc.oneof(
  fc.record({ kind: fc.constant('everyone' as const), except }),
  fc.record({ kind: fc.constant('role' as const), role, except }),
  fc.record({ kind: fc.constant('groups' as const), groups: named, except }),
  fc.record({ kind: fc.constant('people' as const), people, except }),
);
const house = fc.record({
  people: fc.array(person, { minLength: PEOPLE, maxLength: PEOPLE }),
  audiences: fc.array(audience, { minLength: AUDIENCES, maxLength: AUDIENCES }),
});

test(`the rule in SQL and the rule in words agree on ${DATABASES * PEOPLE} people and ${DATABASES * AUDIENCES} audiences (seed ${SEED})`, () => {
  let decided = 0;
  let belonging = 0;
  fc.assert(
    fc.property(house, ({ people, audiences }) => {
      const { client, database, persons, size } = fill(people);
      for (const one of audiences) {
        const expected = persons.filter((candidate) => belongs(candidate, one)).map(({ id }) => id);
        expect(who(database, one, 'list')).toEqual(expected);
        expect(who(database, one, 'check')).toEqual(expected);
        expect(database.get<{ people: number }>(sizeOf(one)).people).toBe(expected.length);
        expect(size.atOnce(one)).toBe(expected.length);
        decided += persons.length;
        belonging += expected.length;
      }
      client.close();
    }),
    { numRuns: DATABASES, seed: SEED, endOnFailure: true },
  );
  // Neither all nor nobody: else it would agree on nothing worth agreeing on.
  expect(belonging / decided).toBeGreaterThan(0.05);
  expect(belonging / decided).toBeLessThan(0.8);
}, 120_000);

function fill(given: readonly { role: Person['role']; disabled: boolean; groups: string[] }[]) {
  const client = new Database(':memory:');
  const connection = connect(client);
  migrate(connection.database, { migrationsFolder: TEST_MIGRATIONS });
  const persons: Person[] = [];
  const addUser = client.prepare("insert into users values (:id, :id, :id, :role, 'h', 1, :disabledAt, 1)");
  const addGroup = client.prepare(
    "insert into groups (id, key, name, created_by, created_at) values (:id, :id, :id, 'p0', 1)",
  );
  const addMember = client.prepare('insert into group_members values (:groupId, :userId, 1)');
  const insert = client.transaction(() => {
    for (const [n, { role: held, disabled, groups: joined }] of given.entries()) {
      const id = `p${n}`;
      addUser.run({ id, role: held, disabledAt: disabled ? 5 : null });
      persons.push({ id, role: held, disabled, groups: new Set(joined) });
    }
    for (const id of GROUPS) addGroup.run({ id });
    for (const { id: userId, groups: joined } of persons)
      for (const groupId of joined) addMember.run({ groupId, userId });
  });
  insert();
  return { client, database: connection.database, persons, size: audienceSize(connection) };
}

function who(database: ReturnType<typeof fill>['database'], one: Audience, as: 'list' | 'check') {
  const found = database.select({ id: users.id }).from(users).where(audienceCondition(one, as));
  return found
    .orderBy(sql`users.rowid`)
    .all()
    .map(({ id }) => id);
}
