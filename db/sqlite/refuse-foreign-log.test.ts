import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { content, join as joins } from '@/db/contract/given';
import type { Store } from '@/db/store';
import type { StoreNews } from '@/db/store-health';
import type { Link } from './log-link';
import { openSqliteStore } from './open-store';
import { TEST_MIGRATIONS } from './open-test-store';
import { type LogLinks, readFileLink, readLogLinks } from './read-links';
import { compare } from './refuse-foreign-log';

let folder: string;
let file: string;
let news: StoreNews[];
let stores: Store[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'belfry-foreign-log-'));
  file = join(folder, 'belfry.db');
  news = [];
  stores = [];
});
afterEach(async () => {
  for (const store of stores) await store.close();
  rmSync(folder, { recursive: true });
});

async function open(path = file): Promise<Store> {
  const tell = (one: StoreNews) => void news.push(one);
  const store = await openSqliteStore({ file: path, migrationsFolder: TEST_MIGRATIONS, tell });
  stores.push(store);
  return store;
}

async function append(store: Store, from: number, count: number): Promise<void> {
  const some = Array.from({ length: count }, (_, n) => ({ userId: 'ana', id: `n${from + n}` }));
  // In several commits, as they come.
  for (let n = 0; n < count; n += 20) {
    const recipients = some.slice(n, n + 20);
    await store.append({ recipients, content: content(`${n} ${'x'.repeat(200)}`), now: 10 });
  }
}

const unread = async (store: Store) => (await store.counts('ana', 20)).counts.unread;

/** Another program's doing, so that a log ends although the store did not end it. */
function checkpoint(path = file): void {
  const client = new Database(path);
  client.pragma('wal_checkpoint(TRUNCATE)');
  client.close();
}

/** What kill -9 leaves: the file and its log as they are, in a folder of their own; or this file beside that log. */
function left(name: string, { db = file, log = `${file}-wal` } = {}): string {
  const to = join(folder, `${name}.db`);
  if (db) copyFileSync(db, to);
  if (existsSync(log)) copyFileSync(log, `${to}-wal`);
  return to;
}

const bytesOf = (path: string) =>
  ['', '-wal'].map((end) => (existsSync(path + end) ? readFileSync(path + end).toString('base64') : null));

/** The start refuses with what happened and what to do, and both files are as they were. */
async function isRefused(path: string): Promise<void> {
  const before = bytesOf(path);
  await expect(open(path)).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringMatching(/is not the log of .* Nothing was changed\. To go on .* move .*-wal/s),
  });
  expect(bytesOf(path)).toEqual(before);
}

test('an older copy beside the log of the file it replaced is refused, and starts once the log is away', async () => {
  const store = await open();
  await joins(store, 'ana');
  await append(store, 0, 300);
  checkpoint();
  const old = left('old', { log: '' });
  await append(store, 300, 500);
  checkpoint();
  await append(store, 800, 60);
  const killed = await open(left('killed'));
  expect(await unread(killed)).toBe(860);

  const restored = left('restored', { db: old });
  await isRefused(restored);
  expect(news).toEqual([]);
  for (const end of ['-wal', '-shm']) rmSync(restored + end, { force: true });
  expect(await unread(await open(restored))).toBe(300);
});

test('a copy of one checkpoint ago is refused as well, and one of the same log is not', async () => {
  const store = await open();
  await joins(store, 'ana');
  for (const from of [0, 100, 200]) {
    await append(store, from, 50);
    const before = left(`before ${from}`, { log: '' });
    checkpoint();
    await append(store, from + 50, 1);
    const after = left(`after ${from}`, { log: '' });
    await append(store, from + 51, 9);
    await isRefused(left(`crossed ${from}`, { db: before }));
    // The file has not changed since the log began, so what follows is all in the log.
    const whole = await open(left(`whole ${from}`, { db: after }));
    expect(await unread(whole)).toBe(60 * (from / 100 + 1));
  }
  expect(news).toEqual([]);
});

test('at no moment under load, while checkpoints come and go, is a file refused its own log', async () => {
  const store = await open();
  await joins(store, 'ana');
  const taken: { at: Link | null; log: LogLinks }[] = [];
  const body = 'x'.repeat(60_000);
  for (let n = 0; n < 240; n += 1) {
    // Some together with the next, so that commits of every size meet the copying thread.
    const adding = store.append({
      recipients: [{ userId: 'ana', id: `n${n}` }],
      content: content(body),
      now: 10,
    });
    if (n % 3 > 0) await adding;
    // A kill comes after neither or both: the thread may copy, but nobody else writes meanwhile.
    if (n % 4 === 0) taken.push({ at: readFileLink(file), log: readLogLinks(`${file}-wal`) });
  }
  expect(taken.filter(({ at, log }) => compare(at, log) !== 'same')).toEqual([]);
  const links = new Set(taken.map(({ at }) => at?.link));
  expect(links.size).toBeGreaterThan(2);
  const last = taken.at(-1);
  if (!last) throw new Error('Nothing was taken.');
  expect(compare(taken[0]?.at ?? null, last.log)).toBe('foreign');
});

test('a copy by VACUUM INTO is refused, also when it was made while this very log was written', async () => {
  const store = await open();
  await joins(store, 'ana');
  await append(store, 0, 300);
  checkpoint();
  await append(store, 300, 100);
  const [copied, opened] = [join(folder, 'copied.db'), join(folder, 'opened.db')];
  const client = new Database(file);
  for (const to of [copied, opened]) client.exec(`vacuum into '${to}'`);
  client.close();
  await append(store, 400, 100);
  await isRefused(left('restored', { db: copied }));
  // Somebody had a look at it, and it goes through a log of its own since: then its pages are read.
  const look = new Database(opened);
  look.pragma('journal_mode = wal');
  look.close();
  expect(news).toEqual([]);
  await isRefused(left('restored later', { db: opened }));
  expect(news).toMatchObject([{ level: 'warn', message: expect.stringContaining('all of it is read') }]);
});

test('what grew from a copy elsewhere is refused beside the log of where it came from', async () => {
  const store = await open();
  await joins(store, 'ana');
  await append(store, 0, 50);
  const fork = await open(left('fork'));
  await append(fork, 50, 10);
  await fork.close();
  await append(store, 50, 20);
  await isRefused(left('crossed', { db: join(folder, 'fork.db') }));
});

test('a log whose file is missing or empty is refused and kept, where SQLite would remove it', async () => {
  const store = await open();
  await joins(store, 'ana');
  await isRefused(left('missing', { db: '' }));
  const empty = left('empty');
  truncateSync(empty);
  await isRefused(empty);
});

test('a file from before there were links is read whole, once, and then it has one', async () => {
  const client = new Database(file);
  client.pragma('journal_mode = wal');
  client.exec('create table before_links (id integer primary key, text text) strict');
  const add = client.prepare('insert into before_links (text) values (?)');
  const many = client.transaction(() => {
    for (let n = 0; n < 500; n += 1) add.run(`${n} `.repeat(100));
  });
  many();
  client.pragma('wal_checkpoint(TRUNCATE)');
  const old = left('old', { log: '' });
  many();
  client.pragma('wal_checkpoint(TRUNCATE)');
  many();
  const killed = left('killed');
  const crossed = left('crossed', { db: old });
  client.close();

  await isRefused(crossed);
  expect(news).toHaveLength(1);
  const store = await open(killed);
  expect(news).toHaveLength(2);
  await joins(store, 'ana');
  const again = left('killed again', { db: killed, log: `${killed}-wal` });
  await open(again);
  expect(news).toHaveLength(2);
});

test('a log that holds nothing committed is no hindrance', async () => {
  const store = await open();
  await joins(store, 'ana');
  const begun = left('begun');
  truncateSync(`${begun}-wal`, 32 + 24 + 100);
  rmSync(`${begun}-shm`, { force: true });
  await open(begun);
  checkpoint();
  await open(left('empty'));
  expect(news).toEqual([]);
});

test('a file reached by another name is compared with the log that SQLite takes for its own', async () => {
  const store = await open();
  await joins(store, 'ana');
  const old = left('old', { log: '' });
  await append(store, 0, 10);
  checkpoint();
  await append(store, 10, 10);
  const crossed = left('crossed', { db: old });
  const named = join(folder, 'named.db');
  symlinkSync(crossed, named);
  await expect(open(named)).rejects.toMatchObject({
    message: expect.stringContaining(`${crossed}-wal is not`),
  });
});

test('a damaged file is said to be so, by its name', async () => {
  const store = await open();
  await joins(store, 'ana');
  await append(store, 0, 300);
  await store.close();
  truncateSync(file, 20_000);
  const refusal = {
    code: 'unavailable',
    message: expect.stringMatching(/belfry\.db is damaged.*put a backup back/),
  };
  await expect(open()).rejects.toMatchObject(refusal);
  renameSync(file, join(folder, 'aside'));
  copyFileSync(new URL(import.meta.url).pathname, file);
  await expect(open()).rejects.toMatchObject(refusal);
});

const state = (link: number, before: number, schema = 1) => ({ link, before, schema, usesLog: true });

for (const [name, at, links, verdict] of [
  ['the state the log began with', state(1, 9), [state(2, 1), state(3, 2)], 'same'],
  ['a state copied from the log', state(2, 1), [state(2, 1), state(3, 2)], 'same'],
  ['the last state of the log', state(3, 2), [state(2, 1), state(3, 2)], 'same'],
  ['a state of before', state(9, 8), [state(2, 1), state(3, 2)], 'foreign'],
  ['a state of elsewhere', state(7, 1), [state(2, 1)], 'foreign'],
  ['no link at all beside a log that has followed one', state(0, 0), [state(2, 1)], 'foreign'],
  ['no link at all beside a first one', state(0, 0), [state(2, 0)], 'unproven'],
  ['other tables under the same link', state(2, 1, 2), [state(2, 1, 1)], 'unproven'],
  ['a log without a first page', state(2, 1), [], 'unproven'],
] as const) {
  test(`${name}: ${verdict}`, () => expect(compare(at, { frames: 5, links })).toBe(verdict));
}
