import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { v7 } from 'uuid';
import { connect } from '@/db/sqlite/connection';
import { assemble, openSqliteStore } from '@/db/sqlite/open-store';
import { applyPragmas, neverWait } from '@/db/sqlite/pragmas';
import type { Store } from '@/db/store';
import { percentile } from './measure';

/**
 * `node --import tsx bench/writes.ts [--json]`: how many creations a second are acknowledged with `synchronous=FULL`,
 * and how long one waits for it; one at a time and from a hundred callers, with and without group commit, with
 * checkpoints on the main thread and on their own. The ways take turns, so that a busy machine slows all of them.
 */
const PEOPLE = 1_000;
const ROWS_BEFORE = 20_000;
const ROUNDS = 4;
const ALONE_A_ROUND = 250;
const TOGETHER_A_ROUND = 5_000;
const CALLERS = 100;
const GAIN_WANTED = 5;

const migrationsFolder = fileURLToPath(new URL('../db/sqlite/migrations', import.meta.url));
const content = {
  title: 'A title as people write them',
  body: 'x'.repeat(120),
  url: '/inbox',
  category: 'general',
  severity: 'info',
} as const;

type Way = { name: string; store: Store; alone: Figures; together: Figures };
type Figures = { waits: number[]; seconds: number; longestBlockMs: number };
const figures = (): Figures => ({ waits: [], seconds: 0, longestBlockMs: 0 });

const folder = mkdtempSync(join(tmpdir(), 'belfry-bench-'));
const ways: Way[] = [
  way('each its own commit', await before('own', { grouped: false })),
  way('group commit, checkpoints within', await before('group', { grouped: true })),
  way('group commit, checkpoints beside', await now('now')),
];
try {
  for (const { store } of ways) await fill(store);
  for (let round = 0; round < ROUNDS; round++) {
    for (const { store, alone } of ways) await run(store, { callers: 1, creations: ALONE_A_ROUND }, alone);
    for (const { store, together } of ways) {
      await run(store, { callers: CALLERS, creations: TOGETHER_A_ROUND }, together);
    }
  }
  report();
} finally {
  for (const { store } of ways) await store.close();
  rmSync(folder, { recursive: true });
}

function way(name: string, store: Store): Way {
  return { name, store, alone: figures(), together: figures() };
}

function now(name: string): Promise<Store> {
  return openSqliteStore({ file: join(folder, `${name}.db`), migrationsFolder });
}

/** As it was: SQLite makes a checkpoint within the commit that makes the log 1,000 pages long. */
async function before(name: string, { grouped }: { grouped: boolean }): Promise<Store> {
  const client = new Database(join(folder, `${name}.db`));
  applyPragmas(client);
  neverWait(client);
  client.pragma('wal_autocheckpoint = 1000');
  const connection = connect(client);
  migrate(connection.database, { migrationsFolder });
  const alone = { ...connection, immediate: async <T>(work: () => T) => connection.immediateNow(work) };
  return assemble(grouped ? connection : alone, { randomId: v7 });
}

async function fill(store: Store): Promise<void> {
  const people = Array.from({ length: PEOPLE }, (_, person) => `person ${person}`);
  await Promise.all(
    people.map((id) =>
      store.createUser({ id, email: `${id}@x`, name: id, role: 'member', passwordHash: '', now: 1 }),
    ),
  );
  for (let row = 0; row < ROWS_BEFORE; row += PEOPLE) {
    const recipients = people.map((userId) => ({ userId, id: v7() }));
    await store.append({ recipients, content, now: 2 });
  }
}

async function run(
  store: Store,
  { callers, creations }: { callers: number; creations: number },
  into: Figures,
): Promise<void> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const begun = performance.now();
  let left = creations;
  const caller = async () => {
    while (left-- > 0) {
      const asked = performance.now();
      // A request comes in a turn of its own, and waits for it while the process is blocked.
      await setImmediate();
      const userId = `person ${Math.floor(Math.random() * PEOPLE)}`;
      await store.append({ recipients: [{ userId, id: v7() }], content, now: 3 });
      into.waits.push(performance.now() - asked);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  into.seconds += (performance.now() - begun) / 1_000;
  delay.disable();
  into.longestBlockMs = Math.max(into.longestBlockMs, delay.max / 1e6);
}

function report(): void {
  const rows = ways.flatMap(({ name, alone, together }) => [
    row(name, 'one at a time', alone),
    row(name, `${CALLERS} at once`, together),
  ]);
  const single = rows[0]?.['a second'] ?? Number.NaN;
  const gain = Math.round((10 * (rows.at(-1)?.['a second'] ?? Number.NaN)) / single) / 10;
  if (!process.argv.includes('--json')) {
    console.table(rows);
    console.log(`${gain} times the rate of single commits (wanted: ${GAIN_WANTED})`);
  }
  const machine = { node: process.version, cpus: cpus().length, cpu: cpus()[0]?.model ?? 'unknown' };
  console.log(JSON.stringify({ bench: 'writes', at: new Date().toISOString(), machine, gain, rows }));
  if (!(gain >= GAIN_WANTED)) process.exitCode = 1;
}

function row(name: string, callers: string, { waits, seconds, longestBlockMs }: Figures) {
  const round = (value: number) => Math.round(value * 100) / 100;
  return {
    way: name,
    callers,
    creations: waits.length,
    'a second': Math.round(waits.length / seconds),
    'p50 ms': round(percentile(waits, 0.5)),
    'p99 ms': round(percentile(waits, 0.99)),
    'max ms': round(Math.max(...waits)),
    'longest block ms': round(longestBlockMs),
  };
}
