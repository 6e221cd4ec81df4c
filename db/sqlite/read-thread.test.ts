import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { sql } from 'drizzle-orm';
import { expect, onTestFinished, test } from 'vitest';
import { asQuery, type LongQuery } from './long-reads';
import { readThread } from './read-thread';
import { ReaderLost, type ReadWorker } from './read-worker';

test('the queries of one call see one state, and what is committed before they are asked', async () => {
  const { client, reads } = open();
  client.exec('insert into things values (1), (2)');
  const count = asQuery(sql`select count(*) as things from things where id >= ${1}`);
  expect(await reads.run([count, asQuery(sql`select id from things order by id`)])).toEqual([
    [{ things: 2 }],
    [{ id: 1 }, { id: 2 }],
  ]);
});

test('the event loop goes on while a long one runs', async () => {
  const { reads } = open();
  let isDone = false;
  const long = reads.run([slow(500_000)]).then(() => {
    isDone = true;
  });
  let turns = 0;
  while (!isDone) {
    await nextTurn();
    turns += 1;
  }
  await long;
  expect(turns).toBeGreaterThan(100);
});

test('it cannot write, and a wrong statement is a defect with SQLite’s own words', async () => {
  const { reads } = open();
  await expect(reads.run([asQuery(sql`select id from nowhere`)])).rejects.toThrow('no such table');
  await expect(reads.run([asQuery(sql`delete from things returning id`)])).rejects.toThrow('readonly');
  expect(await reads.run([asQuery(sql`select 1 as one`)])).toEqual([[{ one: 1 }]]);
});

test('only so many wait for each other', async () => {
  const { reads } = open({ waitingMax: 2 });
  const two = [reads.run([ONE]), reads.run([ONE])];
  await expect(reads.run([ONE])).rejects.toMatchObject({ code: 'unavailable' });
  await Promise.all(two);
  expect(await reads.run([ONE])).toEqual([[{ one: 1 }]]);
});

test('a thread that is lost is replaced, and what it was asked is asked again once', async () => {
  const started: string[] = [];
  const losing = (): ReadWorker => ({
    run: async () => {
      started.push('lost');
      throw new ReaderLost('gone');
    },
    end: async () => {},
  });
  const answering = (): ReadWorker => ({ run: async () => [[{ one: 1 }]], end: async () => {} });
  const first = readThread('x', { start: () => (started.length === 0 ? losing() : answering()) });
  expect(await first.run([ONE])).toEqual([[{ one: 1 }]]);
  const never = readThread('x', { start: losing });
  await expect(never.run([ONE])).rejects.toMatchObject({ code: 'unavailable' });
  expect(started).toHaveLength(3);
});

test('a file that is not there loses the thread, and its asker is told', async () => {
  const reads = readThread('/nowhere/at/all.db');
  onTestFinished(() => reads.stop());
  await expect(reads.run([ONE])).rejects.toMatchObject({ code: 'unavailable' });
});

test('one that takes too long is given up at once, and the next is answered', async () => {
  const { reads } = open({ timeoutMs: 300 });
  await reads.run([ONE]);
  await expect(reads.run([slow(3_000_000)])).rejects.toMatchObject({ code: 'unavailable' });
  let answer: unknown;
  // It may first have to wait until the statement of the other comes back.
  for (let tries = 0; tries < 20 && answer === undefined; tries += 1) {
    answer = await reads.run([ONE]).catch(() => undefined);
  }
  expect(answer).toEqual([[{ one: 1 }]]);
});

test('when it is stopped, whoever waits is told and nobody asks any more', async () => {
  const { reads } = open();
  const waiting = [reads.run([slow(3_000_000)]), reads.run([ONE])].map((one) =>
    one.catch((error: unknown) => error),
  );
  await nextTurn();
  await reads.stop();
  for (const one of waiting) expect(await one).toMatchObject({ code: 'unavailable' });
  await expect(reads.run([ONE])).rejects.toMatchObject({ code: 'unavailable' });
});

const ONE = asQuery(sql`select 1 as one`);

function slow(rows: number): LongQuery {
  return asQuery(
    sql`with recursive n(i) as (select 1 union all select i + 1 from n where i < ${rows}) select count(*) as n from n`,
  );
}

function open(bounds: Parameters<typeof readThread>[1] = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'belfry-reads-'));
  const file = join(folder, 'test.db');
  const client = new Database(file);
  client.pragma('journal_mode = WAL');
  client.exec('create table things (id integer primary key)');
  const reads = readThread(file, bounds);
  onTestFinished(async () => {
    await reads.stop();
    client.close();
    rmSync(folder, { recursive: true });
  });
  return { client, reads };
}
