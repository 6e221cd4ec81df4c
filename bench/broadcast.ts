import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openSqliteStore } from '@/db/sqlite/open-store';
import type { Store, StoreListener } from '@/db/store';
import type { Audience } from '@/lib/inbox/audience';
import type { Actor } from '@/lib/inbox/audit';
import { createEmbeddedPublisher } from '@/lib/realtime/embedded-publisher';
import { createRelay } from '@/lib/realtime/relay';
import { type Block, type Blocks, blockText, ownMs, watchBlocks } from './broadcast/blocks';
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
const BY: Actor = { id: 'u0', name: 'Person 0', via: 'page', address: '10.0.0.7', requestId: 'bench' };
const quiet = { info: () => {}, warn: console.error, error: console.error };
const now = () => Date.now();

/** A goal is for each time, and so for the worst of them; where there are no single times, for the median. */
type Line = Readonly<{ what: string; ms: number; worst?: number; goalMs?: number; worstBlock?: Block }>;

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
  const blocks: Blocks[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    say(`Round ${round} of ${rounds}`);
    const id = `b${round}`;
    await draft(store, id, EVERYONE);
    const counted = await store.countAudience(EVERYONE);
    await pause(50);
    const watch = watchBlocks();
    const begun = performance.now();
    const right = inboxes.allRight(id, true).then(() => performance.now() - begun);
    await store.sendBroadcast(id, { ...counted, ...confirmed(id) });
    const commit = performance.now() - begun;
    const rightMs = await right;
    await pause(50);
    const again = performance.now();
    const gone = inboxes.allRight(id, false).then(() => performance.now() - again);
    await store.recallBroadcast(id, { by: BY, now: now() });
    const recallMs = await gone;
    await pause(50);
    const block = await watch.stop();
    // The first one warms up.
    if (round === 0) continue;
    commits.push(commit);
    rights.push(rightMs);
    recalls.push(recallMs);
    blocks.push(block);
  }
  return [
    line('send to everyone, committed', commits, 20),
    line(`every one of ${online} open inboxes has it`, rights, 3_000),
    line('recalled: every one of them has it no more', recalls, 3_000),
    ...blockLines('longest block of the event loop meanwhile', blocks),
    ...(await counting(store)),
    ...(await comingBack(store)),
  ];
}

/** An audience whose number nobody keeps: two thirds of all. */
async function counting(store: Store): Promise<readonly Line[]> {
  const counts: number[] = [];
  const commits: number[] = [];
  const blocks: Blocks[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const id = `most${round}`;
    await draft(store, id, MOST);
    await pause(20);
    const watch = watchBlocks();
    const begun = performance.now();
    const counted = await store.countAudience(MOST);
    counts.push(performance.now() - begun);
    const sending = performance.now();
    await store.sendBroadcast(id, { ...counted, ...confirmed(id) });
    commits.push(performance.now() - sending);
    // Their replay into the open inboxes goes on meanwhile.
    await pause(1_000);
    blocks.push(await watch.stop());
    await store.recallBroadcast(id, { by: BY, now: now() });
  }
  return [
    line('everyone but a group of a third, counted (in the thread)', counts),
    line('send to those, committed', commits, 20),
    ...blockLines('longest block of the event loop meanwhile, with their replay', blocks),
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
    ...confirmed('waiting'),
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

/** As a sender confirms it: compared with limits, kept under a key, and with a row in the audit log. */
function confirmed(id: string) {
  const once = { principal: 'user:u0', key: `send-${id}`, fingerprint: id, replayed: false };
  const limits = { perMinute: 1_000, perHour: 1_000 };
  return { version: 1, dueAt: null, as: null, sentBy: 'u0', limits, by: BY, once, now: now() };
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

/** The goal is for what anybody waits; what of it was the machine's other work is told beside it. */
function blockLines(what: string, blocks: readonly Blocks[]): readonly Line[] {
  const longest = blocks.map((block) => block.longest);
  const own = blocks.map((block) => block.own);
  return [
    {
      ...line(
        what,
        longest.map(({ ms }) => ms),
        50,
      ),
      worstBlock: worstOf(longest, ({ ms }) => ms),
    },
    {
      ...line('longest without its time in the queue for a core', own.map(ownMs)),
      worstBlock: worstOf(own, ownMs),
    },
  ];
}

function worstOf(blocks: readonly Block[], of: (block: Block) => number): Block {
  return blocks.reduce((worst, block) => (of(block) > of(worst) ? block : worst));
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
      lines.map((one) => ({
        what: one.what,
        'median ms': ms(one.ms),
        'worst ms': ms(one.worst),
        goal: one.goalMs === undefined ? '' : `${isKept(one) ? 'kept' : 'MISSED'} (${one.goalMs} ms)`,
      })),
    );
    for (const { what, worstBlock } of lines)
      if (worstBlock) console.log(`${what}: ${blockText(worstBlock)}`);
    if (rows.length > 0) console.table(rows.map((row) => ({ ...row, ms: ms(row.ms) })));
  }
  const machine = { node: process.version, cpus: cpus().length, cpu: cpus()[0]?.model, load: loadavg() };
  console.log(
    JSON.stringify({ bench: 'broadcast', at: new Date().toISOString(), machine, users, online, lines, rows }),
  );
  if (gaps > 0 || !lines.every(isKept)) process.exitCode = 1;
}

function isKept({ ms, worst = ms, goalMs }: Line): boolean {
  return goalMs === undefined || worst < goalMs;
}

function say(what: string): void {
  process.stderr.write(`${what}…\n`);
}
