import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openSqliteStore } from '@/db/sqlite/open-store';
import type { Store } from '@/db/store';
import { parseCursor } from '@/lib/inbox/stream';
import { Baseline } from './baseline';
import { type Measured, measure, report } from './measure';

const NOTIFICATIONS = 10_000;
const USERS = 100_000;
const FIRST_PAGE_BUDGET_MS = 5;
const BROADCAST_BUDGET_MS = 20;

const content = {
  title: 'A title as people write them',
  body: 'x'.repeat(120),
  url: '/inbox',
  category: 'general',
  severity: 'info',
} as const;

/**
 * `node --import tsx bench/store.ts [--json]`: the store on a file with `synchronous=FULL`, and the same work
 * by bare prepared statements of better-sqlite3 in the same run. Ends with 1 when a budget is missed.
 */
const folder = mkdtempSync(join(tmpdir(), 'belfry-bench-'));
const migrationsFolder = fileURLToPath(new URL('../db/sqlite/migrations', import.meta.url));
const file = join(folder, 'belfry.db');
const store = await openSqliteStore({ file, migrationsFolder });
const baseline = new Baseline(join(folder, 'baseline.db'));
try {
  const results = await run(store, baseline);
  report(results, { json: process.argv.includes('--json') });
  if (results.some(({ budgetMs, p50 }) => budgetMs !== undefined && p50 > budgetMs)) process.exitCode = 1;
} finally {
  baseline.close();
  await store.close();
  rmSync(folder, { recursive: true });
}

async function run(tried: Store, bare: Baseline): Promise<Measured[]> {
  await person(tried, 'ana', 'member');
  await person(tried, 'ada', 'admin');
  await fill(tried);
  bare.fill(NOTIFICATIONS, content);
  let made = 0;

  const results: Measured[] = [];
  results.push(
    await measure('first page and counts of 10,000', 500, {
      store: () => tried.feed('ana', { filter: 'inbox', before: null, limit: 50, now: 1 }),
      bare: () => bare.firstPage(),
      budgetMs: FIRST_PAGE_BUDGET_MS,
    }),
    await measure('load older to the last of 10,000', 3, {
      store: () => walk(tried),
      bare: () => bare.walk(NOTIFICATIONS),
    }),
    await measure('append one, committed', 200, {
      store: () => append(tried, `single ${made++}`),
      bare: () => bare.append(content),
    }),
    await measure('mark one, committed', 200, {
      store: (round) => tried.mark('ana', { id: `n${round}`, as: 'read', operationId: `m${round}`, now: 5 }),
      bare: (round) => bare.markRead(round),
    }),
    await measure('sync with nothing new', 500, {
      store: async () =>
        tried.sync('ana', { cursor: parseCursor((await tried.counts('ana', 5)).cursor), now: 5 }),
    }),
    await measure('read all of 10,000', 8, {
      prepare: (round) => (round === 0 ? null : undo(tried, round - 1)),
      store: (round) => readAll(tried, round),
    }),
    await measure('undo it', 1, { store: () => undo(tried, 7) }),
  );

  for (let user = 0; user < USERS; user++) {
    await person(tried, `user${user}`, 'member');
    if (user % 10_000 === 0) process.stderr.write(`\r${user} of ${USERS} users`);
  }
  process.stderr.write('\r                         \r');
  results.push(
    await measure('broadcast to 100,000 users, committed', 50, {
      store: (round) => broadcast(tried, `broadcast ${round}`),
      prepare: (round) => draft(tried, `broadcast ${round}`),
      bare: () => bare.append(content),
      budgetMs: BROADCAST_BUDGET_MS,
    }),
    await measure('one of them comes back and finds 50 of them', 200, {
      store: async (round) => {
        const answer = await tried.sync(`user${round}`, { cursor: null, now: 50 });
        if (answer.counts.unread < 50) throw new Error('A broadcast was not found.');
      },
    }),
    await measure('figures of a broadcast that 200 inboxes hold', 200, {
      store: () => tried.figures('broadcast 1'),
    }),
    await measure('replay one broadcast into 200 open inboxes', 20, {
      prepare: async (round) => {
        const ids = inboxes(10_000 + round * 200);
        await tried.replay(ids, 60);
        await draft(tried, `open ${round}`);
        await broadcast(tried, `open ${round}`);
      },
      store: (round) => tried.replay(inboxes(10_000 + round * 200), 70),
    }),
  );
  return results;
}

function inboxes(first: number): string[] {
  return Array.from({ length: 200 }, (_, place) => `user${first + place}`);
}

async function fill(tried: Store): Promise<void> {
  for (let first = 0; first < NOTIFICATIONS; first += 1_000) {
    const recipients = Array.from({ length: 1_000 }, (_, place) => ({
      userId: 'ana',
      id: `n${first + place}`,
    }));
    await tried.append({ recipients, content, now: 2 });
  }
}

async function walk(tried: Store): Promise<void> {
  const found = new Set<string>();
  let rows = 0;
  for (let before: number | null = null, more = true; more; ) {
    const page = await tried.feed('ana', { filter: 'inbox', before, limit: 100, now: 3 });
    for (const item of page.items) found.add(item.id);
    rows += page.items.length;
    before = Number(page.next);
    more = page.next !== null;
  }
  if (rows !== found.size || rows < NOTIFICATIONS)
    throw new Error(`A hole or a double: ${rows} rows, ${found.size} ids.`);
}

async function readAll(tried: Store, round: number): Promise<void> {
  const through = parseCursor((await tried.counts('ana', 6)).cursor);
  if (!through) throw new Error('The store gave no cursor.');
  const bulk = { through, filter: 'inbox', operationId: `all ${round}`, now: 6 } as const;
  const { event } = await tried.readAll('ana', bulk);
  if (event.counts.unread > 0) throw new Error('Something was left unread.');
}

async function undo(tried: Store, round: number): Promise<void> {
  const { event } = await tried.undo('ana', { operationId: `all ${round}`, now: 7 });
  if (event.counts.unread < NOTIFICATIONS / 2) throw new Error('The undo did not put back what was unread.');
}

function append(tried: Store, id: string): Promise<unknown> {
  return tried.append({ recipients: [{ userId: 'ana', id }], content, now: 4 });
}

function draft(tried: Store, id: string): Promise<unknown> {
  return tried.createBroadcast({ id, createdBy: 'ada', content, audience: { kind: 'everyone' }, now: 40 });
}

async function broadcast(tried: Store, id: string): Promise<void> {
  const { count } = await tried.countAudience({ kind: 'everyone' });
  await tried.sendBroadcast(id, { version: 1, count, dueAt: null, as: null, now: 41 });
}

function person(tried: Store, id: string, role: 'member' | 'admin'): Promise<unknown> {
  return tried.createUser({ id, email: `${id}@belfry.test`, name: id, role, passwordHash: 'none', now: 1 });
}
