import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { join as joins, titles } from '@/db/contract/given';
import { openSqliteStore } from '@/db/sqlite/open-store';
import { TEST_MIGRATIONS } from '@/db/sqlite/open-test-store';
import type { CutAct } from '@/db/sqlite/testing/cut-act';
import type { Store } from '@/db/store';
import type { FaultPoint } from '@/lib/fault-kit/plan';
import type { BroadcastState } from '@/lib/inbox/broadcast';

const CHILD = fileURLToPath(new URL('../testing/cut-act.ts', import.meta.url));
/** Whom it reaches; of the other two in the group one has the category off, and one leaves before it reaches them. */
const PEOPLE = ['ada', 'ana', 'ben'];
/** Targeted, delivered, pending, skipped. */
type Numbers = readonly [number, number, number, number];
const NOT_OUT: Numbers = [0, 0, 0, 0];
const JUST_OUT: Numbers = [5, 0, 5, 0];
const UNDER_WAY: Numbers = [5, 1, 2, 2];
const ALL_SETTLED: Numbers = [5, 3, 0, 2];
const TAKEN_BACK: Numbers = [5, 1, 0, 4];

/** What is done, where it is cut, and what stands after the restart: nothing of it, or all of it. */
const CUTS: readonly (readonly [CutAct, FaultPoint, BroadcastState, Numbers])[] = [
  ['send', 'release-written', 'draft', NOT_OUT],
  ['send', 'release-committed', 'sent', JUST_OUT],
  ['hold', 'hold-written', 'draft', NOT_OUT],
  ['hold', 'hold-committed', 'held', NOT_OUT],
  ['schedule', 'hold-committed', 'scheduled', NOT_OUT],
  ['release', 'release-written', 'held', NOT_OUT],
  ['release', 'release-committed', 'sent', JUST_OUT],
  ['edit', 'edit-written', 'sent', UNDER_WAY],
  ['edit', 'edit-committed', 'sent', UNDER_WAY],
  ['recall', 'recall-written', 'sent', UNDER_WAY],
  ['recall', 'recall-committed', 'recalled', TAKEN_BACK],
  ['expire', 'expire-written', 'sent', UNDER_WAY],
  ['expire', 'expire-committed', 'expired', TAKEN_BACK],
];

test.each(CUTS)(
  'killed while it does %s, at %s: it is %s, and everybody has it once or not at all',
  async (act, point, state, numbers) => {
    const folder = mkdtempSync(join(tmpdir(), 'belfry-cut-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'belfry.db');
    await withStore(file, (store) => prepare(store, act));
    expect(await killedAt(point, file, act)).toBe('SIGKILL');
    await withStore(file, async (store) => {
      const found = await store.findBroadcast('B');
      expect(found?.state).toBe(state);
      expect(found?.version).toBe(point === 'edit-committed' ? 2 : 1);
      await expectExact(store, file, numbers);
      // The clock goes on as if nothing had happened, and nothing happens twice.
      const due = { now: 500, limit: 10 };
      const released = await store.releaseDue(due);
      expect(released).toEqual(state === 'held' || state === 'scheduled' ? ['B'] : []);
      expect(await store.releaseDue(due)).toEqual([]);
      const isThere = released.length > 0 || state === 'sent';
      const title = point === 'edit-committed' ? 'B2' : 'B';
      await store.removeMembers('crew', { userIds: ['dov'], now: 600 });
      for (const name of PEOPLE) expect(await titles(store, name)).toEqual(isThere ? [title] : []);
      for (const name of ['cid', 'dov']) expect(await titles(store, name)).toEqual([]);
      await expectExact(store, file, isThere ? ALL_SETTLED : numbers);
    });
  },
  60_000,
);

async function prepare(store: Store, act: CutAct): Promise<void> {
  await joins(store, 'ada', 'admin');
  for (const name of ['ana', 'ben', 'cid', 'dov']) await joins(store, name);
  await store.createGroup({ id: 'crew', key: 'crew', name: 'Crew', createdBy: 'ada', now: 10 });
  await store.addMembers('crew', { userIds: [...PEOPLE, 'cid', 'dov'], now: 20 });
  await store.muteCategory('cid', { category: 'general', muted: true, now: 30 });
  const content = { title: 'B', body: null, url: null, category: 'general', severity: 'info' } as const;
  const expiresAt = act === 'expire' ? 2_000 : null;
  const audience = { kind: 'groups', groups: ['crew'] } as const;
  await store.createBroadcast({ id: 'B', createdBy: 'ada', content, audience, expiresAt, now: 50 });
  const sending = { version: 1, count: 5, now: 60 };
  if (act === 'release') await store.sendBroadcast('B', { ...sending, dueAt: 150, as: 'held' });
  if (act === 'edit' || act === 'recall' || act === 'expire') {
    await store.sendBroadcast('B', { ...sending, dueAt: null, as: null });
    // One has it, one comes and does not want it, one leaves, two have it not.
    for (const name of ['ana', 'cid']) await titles(store, name);
    await store.removeMembers('crew', { userIds: ['dov'], now: 70 });
  }
}

/** The figures are these numbers, and so are the rows themselves: what is pending is worked out, and would always add up. */
async function expectExact(store: Store, file: string, numbers: Numbers): Promise<void> {
  const figures = await store.figures('B');
  if (!figures) throw new Error('The broadcast is gone.');
  const { targeted, delivered, pending, skipped } = figures;
  expect([targeted, delivered, pending, skipped]).toEqual(numbers);
  const client = new Database(file, { readonly: true });
  const rows = client
    .prepare(
      `SELECT (SELECT count(*) FROM notifications WHERE broadcast_id = 'B') AS delivered,
         (SELECT count(*) FROM broadcast_skips WHERE broadcast_id = 'B') AS skips`,
    )
    .get();
  client.close();
  // Whom it can no more reach is skipped without a row.
  const skips = numbers === TAKEN_BACK ? 2 : skipped;
  expect(rows).toEqual({ delivered: numbers[1], skips });
}

async function withStore(file: string, work: (store: Store) => Promise<void>): Promise<void> {
  const store = await openSqliteStore({ file, migrationsFolder: TEST_MIGRATIONS });
  try {
    await work(store);
  } finally {
    await store.close();
  }
}

async function killedAt(point: FaultPoint, file: string, act: CutAct): Promise<string | null> {
  const env = { ...process.env, FAULT: `${point}:1:kill` };
  const child = spawn(process.execPath, ['--import', 'tsx', CHILD, file, act], { env, stdio: 'inherit' });
  const [, signal] = await once(child, 'exit');
  return signal;
}
