import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openSqliteStore } from '@/db/sqlite/open-store';
import type { Store, StoreListener } from '@/db/store';
import type { Audience } from '@/lib/inbox/audience';
import { createEmbeddedPublisher } from '@/lib/realtime/embedded-publisher';
import { createRelay } from '@/lib/realtime/relay';
import { buildHouse } from './broadcast/house';
import { openInboxes } from './broadcast/inboxes';
import { rowPerUser } from './broadcast/row-per-user';
import { percentile } from './measure';

/**
 * `npm run bench:broadcast [-- --users 1000000 --online 2000 --rounds 5]`: a broadcast to everybody in a database on a
 * file, from the commit to every open inbox, through the real store, relay and log replay; what it costs somebody who
 * was away; its recall; and the same as one row for each person. Ends with 1 when a goal is missed.
 */
const { values } = parseArgs({
  options: {
    users: { type: 'string', default: '1000000' },
    online: { type: 'string', default: '2000' },
    rounds: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
    /** Leaves out the same job as one row for each person, which takes minutes. */
    alone: { type: 'boolean', default: false },
  },
});
const [users, online, rounds] = [Number(values.users), Number(values.online), Number(values.rounds)];
const folder = mkdtempSync(join(tmpdir(), 'belfry-bench-'));
const file = join(folder, 'belfry.db');
const copy = join(folder, 'rows.db');
const migrationsFolder = fileURLToPath(new URL('../db/sqlite/migrations', import.meta.url));
const EVERYONE: Audience = { kind: 'everyone' };
const MOST: Audience = { kind: 'everyone', except: { groups: ['third'] } };
const quiet = { info: () => {}, warn: console.error, error: console.error };
const now = () => Date.now();

type Line = Readonly<{ what: string; ms: number; worst?: number; goalMs?: number }>;

try {
  say(`Making ${users} people`);
  await buildHouse({ file, migrationsFolder, users });
  copyFileSync(file, copy);
  let listen: StoreListener = () => {};
  const store = await openSqliteStore({ file, migrationsFolder, onMoved: (moved) => listen(moved) });
  const inboxes = openInboxes(Array.from({ length: online }, (_, n) => `u${n * Math.floor(users / online)}`));
  const publisher = createEmbeddedPublisher(inboxes.server);
  const relay = createRelay({ source: store, publisher, logger: quiet, now });
  listen = relay.moved;
  relay.start();
  const lines = await run(store, inboxes);
  await relay.stop();
  await store.close();
  if (!values.alone) say('The same as one row for each');
  const rows = values.alone ? [] : rowPerUser(copy, users);
  report(lines, rows, inboxes.gaps());
} finally {
  rmSync(folder, { recursive: true });
}

async function run(store: Store, inboxes: ReturnType<typeof openInboxes>): Promise<readonly Line[]> {
  const commits: number[] = [];
  const rights: number[] = [];
  const recalls: number[] = [];
  const blocks: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    say(`Round ${round} of ${rounds}`);
    const id = `b${round}`;
    const delay = monitorEventLoopDelay({ resolution: 1 });
    await draft(store, id, EVERYONE);
    const counted = await store.countAudience(EVERYONE);
    await pause(50);
    delay.enable();
    const begun = performance.now();
    const right = inboxes.allRight(id, true).then(() => performance.now() - begun);
    await store.sendBroadcast(id, { ...counted, version: 1, dueAt: null, as: null, now: now() });
    const commit = performance.now() - begun;
    const rightMs = await right;
    await pause(50);
    const again = performance.now();
    const gone = inboxes.allRight(id, false).then(() => performance.now() - again);
    await store.recallBroadcast(id, { now: now() });
    const recallMs = await gone;
    await pause(50);
    delay.disable();
    // The first one warms up.
    if (round === 0) continue;
    commits.push(commit);
    rights.push(rightMs);
    recalls.push(recallMs);
    blocks.push(delay.max / 1e6);
  }
  return [
    line('send to everyone, committed', commits, 20),
    line(`every one of ${online} open inboxes has it`, rights, 3_000),
    line('recalled: every one of them has it no more', recalls, 3_000),
    line('longest block of the event loop meanwhile', blocks, 50),
    ...(await counting(store)),
    ...(await comingBack(store)),
  ];
}

/** An audience whose number nobody keeps: two thirds of all. */
async function counting(store: Store): Promise<readonly Line[]> {
  const counts: number[] = [];
  const commits: number[] = [];
  const blocks: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const id = `most${round}`;
    await draft(store, id, MOST);
    const delay = monitorEventLoopDelay({ resolution: 1 });
    await pause(20);
    delay.enable();
    const begun = performance.now();
    const counted = await store.countAudience(MOST);
    counts.push(performance.now() - begun);
    const sending = performance.now();
    await store.sendBroadcast(id, { ...counted, version: 1, dueAt: null, as: null, now: now() });
    commits.push(performance.now() - sending);
    delay.disable();
    blocks.push(delay.max / 1e6);
    await store.recallBroadcast(id, { now: now() });
  }
  return [
    line('everyone but a group of a third, counted (in the thread)', counts),
    line('send to those, committed', commits, 20),
    line('longest block of the event loop meanwhile, with their replay', blocks, 50),
  ];
}

/** People who were away, with nothing and with one broadcast waiting; the first sync of each, in turns. */
async function comingBack(store: Store): Promise<readonly Line[]> {
  const absent = Array.from({ length: 400 }, (_, n) => `u${n * Math.floor(users / 400) + 1}`);
  for (const id of absent) await store.tip(id, now());
  const current = await Promise.all(absent.map(async (id) => store.tip(id, now())));
  await draft(store, 'waiting', EVERYONE);
  const waiting = absent.slice(0, 200);
  const done = absent.slice(200);
  await store.sendBroadcast('waiting', {
    ...(await store.countAudience(EVERYONE)),
    version: 1,
    dueAt: null,
    as: null,
    now: now(),
  });
  await pause(1_000);
  for (const id of done) await store.tip(id, now());
  const withOne: number[] = [];
  const without: number[] = [];
  for (const [place, id] of waiting.entries()) {
    withOne.push(await timed(() => store.sync(id, { cursor: current[place] ?? null, now: now() })));
    const other = done[place];
    if (other === undefined) continue;
    const cursor = await store.tip(other, now());
    without.push(await timed(() => store.sync(other, { cursor, now: now() })));
  }
  const extra = percentile(withOne, 0.5) - percentile(without, 0.5);
  return [
    line('next sync of somebody who was away, nothing waiting', without),
    line('next sync of somebody who was away, one waiting', withOne),
    { what: 'of it for the broadcast', ms: extra, goalMs: 5 },
  ];
}

async function draft(store: Store, id: string, audience: Audience): Promise<void> {
  const content = {
    title: 'A title as people write them',
    body: 'x'.repeat(120),
    url: '/inbox',
    category: 'general',
    severity: 'info',
  } as const;
  await store.createBroadcast({ id, createdBy: 'u0', content, audience, now: now() });
}

function line(what: string, times: readonly number[], goalMs?: number): Line {
  return { what, ms: percentile(times, 0.5), worst: Math.max(...times), goalMs };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

function report(lines: readonly Line[], rows: ReturnType<typeof rowPerUser>, gaps: number): void {
  const ms = (value: number | undefined) => (value === undefined ? '' : Math.round(value * 100) / 100);
  if (!values.json) {
    console.log(`${users} people, ${online} online; events with a gap: ${gaps}`);
    console.table(
      lines.map(({ what, ms: median, worst, goalMs }) => ({
        what,
        'median ms': ms(median),
        'worst ms': ms(worst),
        goal: goalMs === undefined ? '' : `${median < goalMs ? 'kept' : 'MISSED'} (${goalMs} ms)`,
      })),
    );
    if (rows.length > 0) console.table(rows.map((row) => ({ ...row, ms: ms(row.ms) })));
  }
  const machine = { node: process.version, cpus: cpus().length, cpu: cpus()[0]?.model, load: loadavg() };
  console.log(
    JSON.stringify({ bench: 'broadcast', at: new Date().toISOString(), machine, users, online, lines, rows }),
  );
  if (gaps > 0 || lines.some(({ ms: median, goalMs }) => goalMs !== undefined && median >= goalMs))
    process.exitCode = 1;
}

function say(what: string): void {
  process.stderr.write(`${what}…\n`);
}
