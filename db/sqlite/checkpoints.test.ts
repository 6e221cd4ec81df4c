import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { StoreNews } from '@/db/store-health';
import { type CheckpointMode, checkpointWorker, WorkerLost } from './checkpoint-worker';
import { checkpoints } from './checkpoints';
import { applyPragmas, neverWait } from './pragmas';

let folder: string;
let file: string;
let client: Database.Database;
let news: StoreNews[];
let asked: CheckpointMode[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'belfry-checkpoints-'));
  file = join(folder, 'belfry.db');
  client = new Database(file);
  applyPragmas(client);
  neverWait(client);
  client.exec('create table t (x)');
  news = [];
  asked = [];
});
afterEach(() => {
  client.close();
  rmSync(folder, { recursive: true });
});

const log = () => client.prepare('PRAGMA wal_checkpoint(NOOP)').get();
const walBytes = () => statSync(`${file}-wal`).size;

function write(pages: number): void {
  client.prepare('insert into t values (zeroblob(?))').run(pages * 4_080);
}

function keepLogShort({ worker = checkpointWorker(file) } = {}) {
  const run = (mode: CheckpointMode) => {
    asked.push(mode);
    return worker.run(mode);
  };
  return checkpoints({ client, file, worker: { ...worker, run }, tell: (one) => news.push(one) });
}

test('a log that is worth it is copied by another thread, and a shorter one is left alone', async () => {
  const kept = keepLogShort();
  write(500);
  kept.committed();
  expect(asked).toEqual([]);
  write(600);
  kept.committed();
  expect(asked).toEqual(['PASSIVE']);
  // The main thread goes on at once: nothing of it is copied in this turn.
  expect(log()).toMatchObject({ checkpointed: 0 });
  await expect.poll(log).toMatchObject({ checkpointed: expect.closeTo(1_115, -2) });
  await kept.stop();
  expect(news).toEqual([]);
});

test('while writers are always ahead of the copying the log stays bounded', async () => {
  const kept = keepLogShort();
  const restarts = () => asked.filter((mode) => mode === 'RESTART').length;
  let longest = 0;
  for (let round = 0; round < 2_000 && restarts() < 2; round++) {
    // As the write queue does: without it the thread would hardly find a gap.
    while (kept.keepsWritersOut()) await new Promise((resolve) => setTimeout(resolve, 5));
    write(50);
    kept.committed();
    longest = Math.max(longest, kept.health().bytes);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await kept.stop();
  expect(restarts()).toBe(2);
  expect(longest).toBeLessThan(64_000_000);
});

test('a reader that does not end makes the log grow, which is told once, and service goes on', async () => {
  const kept = keepLogShort();
  write(10);
  const reader = new Database(file);
  reader.exec('begin');
  reader.prepare('select count(*) from t').get();
  for (let round = 0; round < 10; round++) {
    write(1_000);
    kept.committed();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect(kept.health()).toMatchObject({ size: 'large', bytes: expect.closeTo(41_000_000, -6.5) });
  expect(news).toEqual([
    { level: 'warn', message: expect.stringContaining('log grows'), facts: expect.anything() },
  ]);
  // Trying again and again would only cost: nothing can be copied past what the reader sees.
  expect(asked.length).toBeLessThanOrEqual(2);
  reader.close();
  // Quiet now: copied and cut by itself.
  await expect.poll(kept.health, { timeout: 10_000 }).toEqual({ size: 'ok', bytes: 0 });
  expect(walBytes()).toBe(0);
  expect(news.slice(1)).toEqual([
    { level: 'info', message: expect.stringContaining('short again'), facts: expect.anything() },
  ]);
  await kept.stop();
});

test('when the thread is lost that is told, and the main thread copies', async () => {
  const lost = {
    run: () => Promise.reject(new WorkerLost('ended')),
    stop: () => Promise.resolve(),
  };
  const kept = keepLogShort({ worker: lost });
  write(1_100);
  kept.committed();
  await expect.poll(() => news).toMatchObject([{ level: 'error', error: { name: 'WorkerLost' } }]);
  expect(log()).toMatchObject({ checkpointed: 0 });
  await expect
    .poll(
      () => {
        write(1);
        kept.committed();
        return log();
      },
      { timeout: 10_000 },
    )
    .toSatisfy(({ checkpointed }) => checkpointed > 1_000);
  await kept.stop();
});

test('a thread that cannot open the database is lost, not waited for', async () => {
  const worker = checkpointWorker(join(folder, 'nowhere.db'));
  await expect(worker.run('PASSIVE')).rejects.toBeInstanceOf(WorkerLost);
  await expect(worker.run('PASSIVE')).rejects.toBeInstanceOf(WorkerLost);
  await worker.stop();
});

test('a thread that has long ended is stopped at once', async () => {
  const ended = new Promise((resolve) => process.once('worker', (thread) => thread.once('exit', resolve)));
  const worker = checkpointWorker(join(folder, 'nowhere.db'));
  const lost = await worker.run('PASSIVE').catch((error: unknown) => error);
  expect(lost).toBeInstanceOf(WorkerLost);
  await ended;
  await worker.stop();
});

test('a checkpoint that fails is told once, tried again, and its success is told', async () => {
  let fails = true;
  const real = checkpointWorker(file);
  const run = (mode: CheckpointMode) =>
    fails ? Promise.reject(new Error('SQLITE_FULL: no room')) : real.run(mode);
  const kept = keepLogShort({ worker: { run, stop: real.stop } });
  const untilAsked = (times: number) =>
    expect
      .poll(
        () => {
          write(1);
          kept.committed();
          return asked.length;
        },
        { timeout: 5_000 },
      )
      .toBeGreaterThanOrEqual(times);
  write(1_100);
  await untilAsked(2);
  expect(news).toMatchObject([{ level: 'warn', message: expect.stringContaining('failed') }]);
  fails = false;
  await untilAsked(3);
  await expect.poll(() => news.length).toBe(2);
  expect(news[1]).toMatchObject({ level: 'info', message: 'Checkpoints succeed again' });
  await kept.stop();
});

test("the thread's end does not take this process's locks with it", async () => {
  const kept = keepLogShort();
  write(1_100);
  kept.committed();
  await expect.poll(log).toMatchObject({ checkpointed: expect.closeTo(1_105, -2) });
  client.exec('BEGIN IMMEDIATE');
  await kept.stop();
  expect(await begunByAnotherProcess()).toBe('SQLITE_BUSY');
  client.exec('COMMIT');
  expect(await begunByAnotherProcess()).toBe('begun');
});

function begunByAnotherProcess(): Promise<string> {
  const driver = createRequire(import.meta.url).resolve('better-sqlite3');
  const source = `
    const client = new (require(${JSON.stringify(driver)}))(${JSON.stringify(file)}, { timeout: 0 });
    try { client.exec('BEGIN IMMEDIATE'); process.stdout.write('begun'); } catch (error) { process.stdout.write(error.code); }
  `;
  const child = spawn(process.execPath, ['-e', source], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  return new Promise((resolve) => child.once('close', () => resolve(said)));
}
