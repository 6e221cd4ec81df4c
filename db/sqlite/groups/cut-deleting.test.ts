import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { broadcast, join as joins } from '@/db/contract/given';
import { openSqliteStore } from '@/db/sqlite/open-store';
import { TEST_MIGRATIONS } from '@/db/sqlite/open-test-store';
import type { Store } from '@/db/store';

const CHILD = fileURLToPath(new URL('../testing/cut-leaving.ts', import.meta.url));
const PEOPLE = Array.from({ length: 120 }, (_, n) => `p${n}`);
const PAGE = { q: null, before: null, limit: 9 } as const;

// Before anything is committed; when it is decided and nobody is let go; when some are; when all are and it stands still.
test.each([
  ['in-transaction:1', false],
  ['after-commit:1', true],
  ['group-ended:2', true],
  ['after-commit:3', true],
  ['group-ended:4', true],
] as const)(
  'killed at %s while a group is deleted, it is there with everybody, or gone and recorded: gone is %s',
  async (point, isGone) => {
    const folder = mkdtempSync(join(tmpdir(), 'belfry-deleting-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'belfry.db');
    await withStore(file, prepare);
    expect(await killedAt(point, file)).toBe('SIGKILL');
    await withStore(file, async (store) => {
      const { groups } = await store.listGroups(PAGE);
      expect(groups.map(({ people }) => people)).toEqual(isGone ? [] : [120]);
      const acts = (await store.auditAfter(0, 9)).map(({ action, before }) => [action, before]);
      const deleted = ['group.delete', { key: 'crew', name: 'Crew', people: 120 }];
      expect(acts).toEqual(isGone ? [deleted] : []);
      if (!isGone) return;
      expect((await store.findGroups(['g', 'crew'])).size).toBe(0);
      for (const refused of [
        () => store.addMembers('g', { userIds: ['ada'], now: 300 }),
        () => store.groupMembers('g', PAGE),
        () => store.deleteGroup('g', { now: 300 }),
      ]) {
        await expect(refused()).rejects.toMatchObject({ code: 'not_found' });
      }
      // Its name and its key are free at once.
      await store.createGroup({ id: 'n', key: 'crew', name: 'Crew', createdBy: 'ada', now: 300 });
      while ((await store.goOn({ now: 300 })).more);
      expect(await store.figures('B')).toMatchObject({
        targeted: 120,
        delivered: 0,
        pending: 0,
        skipped: 120,
      });
      expect((await store.listGroups(PAGE)).groups.map(({ id, people }) => [id, people])).toEqual([['n', 0]]);
      expect((await store.auditAfter(0, 9)).length).toBe(1);
    });
  },
  60_000,
);

async function prepare(store: Store): Promise<void> {
  await joins(store, 'ada', 'admin');
  for (const name of PEOPLE) await joins(store, name);
  await store.createGroup({ id: 'g', key: 'crew', name: 'Crew', createdBy: 'ada', now: 5 });
  await store.addMembers('g', { userIds: PEOPLE, now: 10 });
  await broadcast(store, { title: 'B', createdBy: 'ada', audience: { kind: 'groups', groups: ['g'] } });
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
  const child = spawn(process.execPath, ['--import', 'tsx', CHILD, file, 'delete'], {
    env,
    stdio: 'inherit',
  });
  const [, signal] = await once(child, 'exit');
  return signal;
}
