import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connect } from './connection';
import { applyPragmas, neverWait } from './pragmas';

let folder: string;
let client: Database.Database;
let commits: number;
let connection: ReturnType<typeof connect>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'belfry-writes-'));
  client = new Database(join(folder, 'belfry.db'));
  applyPragmas(client);
  neverWait(client);
  client.exec('create table t (x integer unique, padding text)');
  commits = 0;
  // The listener is told once for each commit.
  connection = connect(client, () => (commits += 1));
});
afterEach(() => {
  client.close();
  rmSync(folder, { recursive: true });
});

const rows = () => client.prepare('select x from t order by x').pluck().all();
const put =
  (x: number, padding = '') =>
  () => {
    client.prepare('insert into t values (?, ?)').run(x, padding);
    connection.noteMoved.stream('ana');
    return x;
  };
const write = (x: number, options?: Parameters<typeof connection.immediate>[1]) =>
  connection.immediate(put(x), options);
const numbers = (count: number) => Array.from({ length: count }, (_, x) => x);
const outcomeOf = (written: Promise<unknown>) => written.then(String, (error) => error.code ?? String(error));

test('what waits at one moment is committed together, in the order in which it came', async () => {
  const order: number[] = [];
  const all = numbers(50).map((x) => write(x).then((value) => order.push(value)));
  expect(rows()).toEqual([]);
  await Promise.all(all);
  expect(order).toEqual(numbers(50));
  // One, unless the machine was so busy that the time for a group was over before.
  expect(commits).toBeLessThanOrEqual(5);
});

test('a long queue is cut into several commits, and others have their turn between them', async () => {
  let turns = 0;
  let stopped = false;
  const count = () => {
    turns += 1;
    if (!stopped) setImmediate(count);
  };
  setImmediate(count);
  await Promise.all(numbers(1_000).map((x) => write(x)));
  stopped = true;
  expect(rows()).toEqual(numbers(1_000));
  expect(commits).toBeGreaterThanOrEqual(10);
  expect(turns).toBeGreaterThanOrEqual(commits - 1);
});

test('a group ends after some milliseconds, however few its works are', async () => {
  const slow = (x: number) => () => {
    const end = performance.now() + 5;
    while (performance.now() < end);
    return put(x)();
  };
  await Promise.all(numbers(10).map((x) => connection.immediate(slow(x))));
  expect(commits).toBeGreaterThanOrEqual(5);
});

test('beyond two thousand that wait, whoever comes is refused at once', async () => {
  const waiting = numbers(2_000).map((x) => write(x));
  await expect(write(9_999)).rejects.toMatchObject({
    code: 'unavailable',
    message: 'Too much is being stored at once.',
  });
  await Promise.all(waiting);
  expect(await write(9_999)).toBe(9_999);
});

test('beyond them there is room for what is essential, and that has its end too', async () => {
  const waiting = numbers(2_000).map((x) => write(x));
  const essential = numbers(500).map((x) => write(10_000 + x, { essential: true }));
  expect(await outcomeOf(write(9_999, { essential: true }))).toBe('unavailable');
  await Promise.all([...waiting, ...essential]);
  expect(rows()).toHaveLength(2_500);
});

test('a disk that has no room even for a beginning is a full disk, whatever SQLite calls it', async () => {
  const failing = new Proxy(client, {
    get(target, name) {
      if (name !== 'prepare') return Reflect.get(target, name);
      return (source: string) => {
        if (source !== 'BEGIN IMMEDIATE') return target.prepare(source);
        const run = () => {
          throw new Database.SqliteError('disk I/O error', 'SQLITE_IOERR_SHMSIZE');
        };
        return { run };
      };
    },
  });
  let isFull = false;
  const disk = { isFull: () => isFull, met: () => (isFull = true), makeRoom: () => false };
  const others = { becomeFull() {}, watch() {}, stop() {} };
  const { immediate } = connect(failing, undefined, { disk: { ...disk, ...others } });
  const refused = [immediate(() => 1), immediate(() => 2, { essential: true })];
  expect(await Promise.all(refused.map(outcomeOf))).toEqual(['storage_full', 'storage_full']);
});

test('works that were undone by another one are committed in the next group', async () => {
  client.pragma(`max_page_count = ${Number(client.pragma('page_count', { simple: true })) + 10}`);
  const all = [
    write(1),
    write(1),
    connection.immediate(put(2, 'x'.repeat(1_000_000))),
    write(3),
    connection.immediate(() => rows()),
  ];
  expect(await Promise.all(all.map(outcomeOf))).toEqual([
    '1',
    'SQLITE_CONSTRAINT_UNIQUE',
    'storage_full',
    '3',
    '1,3',
  ]);
  expect(rows()).toEqual([1, 3]);
});

test('one that was undone twice is refused rather than tried for ever', async () => {
  client.pragma(`max_page_count = ${Number(client.pragma('page_count', { simple: true })) + 10}`);
  const large = (x: number) => outcomeOf(connection.immediate(put(x, 'x'.repeat(1_000_000))));
  const outcomes = await Promise.all([outcomeOf(write(1)), large(2), large(3), outcomeOf(write(4))]);
  expect(outcomes).toEqual(['storage_full', 'storage_full', 'storage_full', '4']);
  expect(rows()).toEqual([4]);
});

test("another process's write lock is waited for, without keeping this one from anything", async () => {
  const other = new Database(join(folder, 'belfry.db'));
  other.exec('BEGIN IMMEDIATE');
  let settled = false;
  const written = write(1).finally(() => (settled = true));
  const begun = performance.now();
  while (performance.now() - begun < 150) await new Promise((resolve) => setImmediate(resolve));
  expect([settled, rows()]).toEqual([false, []]);
  other.exec('COMMIT');
  expect(await written).toBe(1);
  other.close();
});

test('writers stand back for as long as they are asked to, and go on by themselves', async () => {
  let standsBack = true;
  const insert = (x: number) => () =>
    client.prepare('insert into t (x) values (?) returning x').pluck().get(x);
  const { immediate, endWriting } = connect(client, undefined, { standsBack: () => standsBack });
  const written = immediate(insert(1));
  await expect(immediate(insert(2), { patienceMs: 50 })).rejects.toMatchObject({ code: 'unavailable' });
  expect(rows()).toEqual([]);
  standsBack = false;
  expect(await written).toBe(1);
  standsBack = true;
  const late = outcomeOf(immediate(insert(3), { patienceMs: 0 }));
  await endWriting();
  expect(await late).toBe('unavailable');
});

test('a work gives up when its patience is over, and the more patient ones go on waiting', async () => {
  const other = new Database(join(folder, 'belfry.db'));
  other.exec('BEGIN IMMEDIATE');
  const patient = write(1);
  const begun = performance.now();
  expect(await outcomeOf(write(2, { patienceMs: 0 }))).toBe('unavailable');
  expect(await outcomeOf(write(3, { patienceMs: 100 }))).toBe('unavailable');
  expect(performance.now() - begun).toBeGreaterThanOrEqual(100);
  expect(performance.now() - begun).toBeLessThan(1_000);
  other.exec('COMMIT');
  expect(await patient).toBe(1);
  expect(rows()).toEqual([1]);
  other.close();
});
