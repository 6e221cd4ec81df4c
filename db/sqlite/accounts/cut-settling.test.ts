import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { broadcast, join as joins, titles } from '@/db/contract/given';
import { openSqliteStore } from '@/db/sqlite/open-store';
import { TEST_MIGRATIONS } from '@/db/sqlite/open-test-store';
import type { Store } from '@/db/store';

const CHILD = fileURLToPath(new URL('../testing/cut-leaving.ts', import.meta.url));
const toCrew = { kind: 'groups', groups: ['g'] } as const;
/** More than one part of any settling. */
const ENTRIES = 450;

let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'belfry-settling-'));
  await withStore(join(folder, 'before.db'), prepare);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

// Nothing is committed; all that decides is, and nothing is settled; some of it is.
test.each(['in-transaction:1', 'after-commit:1', 'after-commit:2', 'after-commit:3', 'settling-noted:4'])(
  'killed at %s, somebody far behind is a member with what is theirs, or has left without',
  async (point) => {
    const file = join(folder, `${point.replace(':', '-')}.db`);
    cpSync(join(folder, 'before.db'), file);
    onTestFinished(() => rmSync(file));
    expect(await killedAt(point, file)).toBe('SIGKILL');
    await withStore(file, async (store) => {
      await expectSum(store);
      const hasLeft = !(await members(store)).includes('ana');
      expect(hasLeft).toBe(point !== 'in-transaction:1');
      expect(await titles(store, 'ana')).toEqual(hasLeft ? ['all 449'] : ['last', 'first', 'all 449']);
      expect(await titles(store, 'ben')).toEqual(['last', 'first', 'all 449']);
      const given = hasLeft
        ? { delivered: 1, pending: 0, skipped: 1 }
        : { delivered: 2, pending: 0, skipped: 0 };
      for (const id of ['first', 'last']) expect(await store.figures(id)).toMatchObject(given);
    });
  },
  60_000,
);

test('what was cut short is ended without anybody reading', async () => {
  const file = join(folder, 'upkeep.db');
  cpSync(join(folder, 'before.db'), file);
  expect(await killedAt('settling-noted:2', file)).toBe('SIGKILL');
  await withStore(file, async (store) => {
    expect(await store.figures('last')).toMatchObject({ pending: 2, skipped: 0 });
    // Who has left is pending in no list, though their inbox has not come to it.
    const asked = { state: 'pending', q: null, before: null, limit: 9 } as const;
    expect((await store.recipients('last', asked)).recipients.map(({ id }) => id)).toEqual(['ben']);
    let parts = 0;
    while ((await store.goOn({ now: 300 })).more) parts += 1;
    expect(parts).toBeGreaterThan(1);
    for (const id of ['first', 'last']) {
      expect(await store.figures(id)).toMatchObject({ targeted: 2, delivered: 0, pending: 1, skipped: 1 });
    }
    expect(await titles(store, 'ana')).toEqual(['all 449']);
  });
}, 60_000);

async function prepare(store: Store): Promise<void> {
  await joins(store, 'ada', 'admin');
  for (const name of ['ana', 'ben']) await joins(store, name);
  await store.createGroup({ id: 'g', key: 'g', name: 'G', createdBy: 'ada', now: 5 });
  await store.addMembers('g', { userIds: ['ana', 'ben'], now: 10 });
  await broadcast(store, { title: 'all', createdBy: 'ada' });
  await broadcast(store, { title: 'first', createdBy: 'ada', audience: toCrew });
  for (let edit = 0; edit < ENTRIES; edit += 1) {
    await store.editBroadcast('all', { content: { title: `all ${edit}` }, notifyAgain: false, now: 30 });
  }
  await broadcast(store, { title: 'last', createdBy: 'ada', audience: toCrew });
}

async function members(store: Store): Promise<readonly string[]> {
  return (await store.groupMembers('g', { q: null, before: null, limit: 9 })).members.map(({ id }) => id);
}

async function expectSum(store: Store): Promise<void> {
  for (const id of ['first', 'last']) {
    const figures = await store.figures(id);
    if (!figures) throw new Error('The broadcast is gone.');
    expect(figures.delivered + figures.pending + figures.skipped).toBe(figures.targeted);
  }
}

async function withStore(file: string, work: (store: Store) => Promise<void>): Promise<void> {
  const store = await openSqliteStore({ file, migrationsFolder: TEST_MIGRATIONS });
  try {
    await work(store);
  } finally {
    await store.close();
  }
}

async function killedAt(point: string, file: string): Promise<string | null> {
  const env = { ...process.env, FAULT: `${point}:kill` };
  const child = spawn(process.execPath, ['--import', 'tsx', CHILD, file], { env, stdio: 'inherit' });
  const [, signal] = await once(child, 'exit');
  return signal;
}
