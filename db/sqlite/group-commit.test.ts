import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { groupCommit } from './group-commit';

function open() {
  const client = new Database(':memory:');
  client.exec('create table t (x integer unique, padding text)');
  const rows = () => client.prepare('select x from t order by x').pluck().all();
  const insert = client.prepare('insert into t (x, padding) values (?, ?)');
  const commit = groupCommit(client);
  const run = <T>(works: readonly (() => T)[]) => {
    const left = [...works];
    return commit(() => left.shift());
  };
  return { client, rows, run, put: (x: number, padding = '') => insert.run(x, padding).changes };
}

test('each work has its own outcome, in its place', () => {
  const { rows, run, put } = open();
  const outcomes = run<unknown>([
    () => put(1),
    () => {
      put(2);
      throw new Error('halfway');
    },
    () => put(3),
    () => put(1),
  ]);
  expect(outcomes.map(({ is }) => is)).toEqual(['committed', 'refused', 'committed', 'refused']);
  expect(outcomes[1]).toMatchObject({ error: { message: 'halfway' } });
  expect(outcomes[3]).toMatchObject({ error: { code: 'SQLITE_CONSTRAINT_UNIQUE' } });
  expect(rows()).toEqual([1, 3]);
});

test('a work sees what those before it did', () => {
  const { rows, run, put } = open();
  expect(run<unknown>([() => put(1), () => rows(), () => put(2), () => rows()])).toMatchObject([
    {},
    { value: [1] },
    {},
    { value: [1, 2] },
  ]);
});

test('when SQLite rolls everything back, the one that met it is refused and the others are undone', () => {
  const { client, rows, run, put } = open();
  client.exec('insert into t values (0, null)');
  limitPages(client, 20);
  const large = 'x'.repeat(1_000_000);
  const works = [
    () => put(1),
    () => put(0),
    () => {
      const changes = put(2, large);
      return changes;
    },
    () => put(3),
  ];
  let taken = 0;
  const left = [...works];
  const outcomes = groupCommit(client)(() => {
    taken += 1;
    return left.shift();
  });
  // The second one's refusal is real here, but might as well have rested on a row of the first: it starts anew.
  expect(outcomes.map(({ is }) => is)).toEqual(['undone', 'undone', 'refused']);
  expect(outcomes.at(-1)).toMatchObject({ error: { code: 'SQLITE_FULL' } });
  expect([taken, rows(), client.inTransaction]).toEqual([3, [0], false]);
  expect(run([() => put(3)])).toMatchObject([{ is: 'committed' }]);
});

test('a commit that fails refuses all, also those that were refused by what is gone now', () => {
  const { client, rows, run, put } = open();
  client.pragma('foreign_keys = 1');
  client.exec('create table child (of integer references t (x) deferrable initially deferred)');
  const outcomes = run<unknown>([
    () => put(1),
    () => put(1),
    // Checked at the commit, not before: the only failure of a commit that needs no broken disk.
    () => client.prepare('insert into child values (99)').run(),
  ]);
  expect(outcomes.map(({ is }) => is)).toEqual(['refused', 'refused', 'refused']);
  expect(outcomes[0]).toMatchObject({ error: { code: 'SQLITE_CONSTRAINT_FOREIGNKEY' } });
  expect([rows(), client.inTransaction]).toEqual([[], false]);
});

test('when the write lock is taken no work is taken', () => {
  const { client, put } = open();
  client.exec('BEGIN IMMEDIATE');
  let taken = 0;
  const take = () => {
    taken += 1;
    return () => put(1);
  };
  expect(() => groupCommit(client)(take)).toThrow('within a transaction');
  expect(taken).toBe(0);
  client.exec('ROLLBACK');
});

test('random works in random groups come out as one after another', () => {
  const act = fc.record({ x: fc.integer({ min: 0, max: 12 }), twice: fc.boolean(), throws: fc.boolean() });
  const groups = fc.array(fc.array(act, { minLength: 1, maxLength: 8 }), { maxLength: 8 });
  let refused = 0;
  fc.assert(
    fc.property(groups, (given) => {
      const together = open();
      const alone = open();
      for (const group of given) {
        const works = (on: typeof together) =>
          group.map(({ x, twice, throws }) => () => {
            const before = on.rows();
            on.put(x);
            if (twice) on.put(x + 100);
            if (throws) throw new Error('halfway');
            return before;
          });
        const expected = works(alone).flatMap((work) => alone.run([work]));
        const found = together.run(works(together));
        expect(found).toEqual(expected);
        expect(together.rows()).toEqual(alone.rows());
        refused += found.filter(({ is }) => is === 'refused').length;
      }
      together.client.close();
      alone.client.close();
    }),
    { numRuns: 300 },
  );
  expect(refused).toBeGreaterThan(100);
});

function limitPages(client: Database.Database, more: number): void {
  client.pragma(`max_page_count = ${Number(client.pragma('page_count', { simple: true })) + more}`);
}
