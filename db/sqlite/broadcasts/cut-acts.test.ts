import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { join as joins, titles } from '@/db/contract/given';
import { openSqliteStore } from '@/db/sqlite/open-store';
import { TEST_MIGRATIONS } from '@/db/sqlite/open-test-store';
import type { CutAct } from '@/db/sqlite/testing/cut-act';
import type { Store } from '@/db/store';
import type { FaultPoint } from '@/lib/fault-kit/plan';
import type { BroadcastState } from '@/lib/inbox/broadcast';

const CHILD = fileURLToPath(new URL('../testing/cut-act.ts', import.meta.url));
const PEOPLE = ['ada', 'ana', 'ben'];

/** What is done, where it is cut, and what stands after the restart: nothing of it, or all of it. */
const CUTS: readonly (readonly [CutAct, FaultPoint, BroadcastState])[] = [
  ['send', 'release-written', 'draft'],
  ['send', 'release-committed', 'sent'],
  ['hold', 'hold-written', 'draft'],
  ['hold', 'hold-committed', 'held'],
  ['schedule', 'hold-committed', 'scheduled'],
  ['release', 'release-written', 'held'],
  ['release', 'release-committed', 'sent'],
  ['edit', 'edit-written', 'sent'],
  ['edit', 'edit-committed', 'sent'],
  ['recall', 'recall-written', 'sent'],
  ['recall', 'recall-committed', 'recalled'],
  ['expire', 'expire-written', 'sent'],
  ['expire', 'expire-committed', 'expired'],
];

test.each(CUTS)(
  'killed while it does %s, at %s: it is %s, and everybody has it once or not at all',
  async (act, point, state) => {
    const folder = mkdtempSync(join(tmpdir(), 'belfry-cut-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'belfry.db');
    await withStore(file, (store) => prepare(store, act));
    expect(await killedAt(point, file, act)).toBe('SIGKILL');
    await withStore(file, async (store) => {
      const found = await store.findBroadcast('B');
      expect(found?.state).toBe(state);
      expect(found?.version).toBe(point === 'edit-committed' ? 2 : 1);
      await expectExact(store);
      // The clock goes on as if nothing had happened, and nothing happens twice.
      const due = { now: 500, limit: 10 };
      const released = await store.releaseDue(due);
      expect(released).toEqual(state === 'held' || state === 'scheduled' ? ['B'] : []);
      expect(await store.releaseDue(due)).toEqual([]);
      const isThere = released.length > 0 || state === 'sent';
      const title = point === 'edit-committed' ? 'B2' : 'B';
      for (const name of PEOPLE) expect(await titles(store, name)).toEqual(isThere ? [title] : []);
      await expectExact(store);
    });
  },
  60_000,
);

async function prepare(store: Store, act: CutAct): Promise<void> {
  await joins(store, 'ada', 'admin');
  for (const name of ['ana', 'ben']) await joins(store, name);
  const content = { title: 'B', body: null, url: null, category: 'general', severity: 'info' } as const;
  const expiresAt = act === 'expire' ? 1_000 : null;
  const audience = { kind: 'everyone' } as const;
  await store.createBroadcast({ id: 'B', createdBy: 'ada', content, audience, expiresAt, now: 50 });
  const sending = { version: 1, count: 3, now: 60 };
  if (act === 'release') await store.sendBroadcast('B', { ...sending, dueAt: 150, as: 'held' });
  if (act === 'edit' || act === 'recall' || act === 'expire') {
    await store.sendBroadcast('B', { ...sending, dueAt: null, as: null });
    // One has it, two have it not.
    await titles(store, 'ana');
  }
}

async function expectExact(store: Store): Promise<void> {
  const figures = await store.figures('B');
  if (!figures) throw new Error('The broadcast is gone.');
  expect(figures.delivered + figures.pending + figures.skipped).toBe(figures.targeted);
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
