import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { content, join as joins, notify } from '@/db/contract/given';
import type { StoreNews } from '@/db/store-health';
import { openSqliteStore } from './open-store';
import { TEST_MIGRATIONS } from './open-test-store';
import { diskFullRounds } from './testing/disk-full-rounds';
import { mountSmallDisk } from './testing/small-disk';

/** The long run has more. */
const ROUNDS = Number(process.env.ROUNDS ?? (process.env.LONG === '1' ? 20 : 3));
const disk = mountSmallDisk(24);
const reason = disk
  ? ''
  : ' (left out: only root on Linux can mount a small disk; elsewhere app/api/disk-full.test.ts bounds the pages)';
const onSmallDisk = test.skipIf(disk === null);

onSmallDisk(
  `a full disk refuses writes and nothing else, and heals by itself${reason}`,
  async () => {
    if (!disk) return;
    const file = join(disk.folder, 'belfry.db');
    const news: StoreNews[] = [];
    try {
      const store = await openSqliteStore({
        file,
        migrationsFolder: TEST_MIGRATIONS,
        tell: (one) => news.push(one),
      });
      await joins(store, 'ana');
      const report = await diskFullRounds(store, disk, ROUNDS);
      const { acknowledged, ...figures } = report;
      process.stdout.write(
        `disk full: ${JSON.stringify({ ...figures, acknowledged: acknowledged.length })}\n`,
      );
      expect(report.wrong).toEqual([]);
      expect(report.refused).toBeGreaterThanOrEqual(ROUNDS * 51);
      expect(report.slowestRefusalMs).toBeLessThan(1_000);
      expect(report.slowestReadMs).toBeLessThan(1_000);
      expect(report.slowestHealingMs).toBeLessThan(5_000);
      // Now and then the log is cut back in the middle of a round, which makes room for a moment.
      const all = news.map(({ message }) => message);
      // Nor can the log be copied into the database meanwhile.
      const told = all.filter((message) => !/^(A checkpoint failed|Checkpoints succeed again)/.test(message));
      const full = told.filter((message) => message.includes('disk is full')).length;
      expect(full).toBeGreaterThanOrEqual(ROUNDS);
      expect(full).toBeLessThanOrEqual(2 * ROUNDS);
      expect(told).toEqual(
        Array.from({ length: full }, () => [
          expect.stringContaining('disk is full'),
          expect.stringContaining('room on the disk again'),
        ]).flat(),
      );
      await store.close();
      expect(stored(file)).toEqual({ ids: [...acknowledged].sort(), integrity: 'ok', broken: [] });

      await startOnFullDisk(file);
      await stopOnFullDisk(file);
    } finally {
      disk.remove();
    }
  },
  20_000 + ROUNDS * 5_000,
);

/** Whoever is started again while the disk is full must let people in and read as well. */
async function startOnFullDisk(file: string): Promise<void> {
  disk?.fill();
  const store = await openSqliteStore({ file, migrationsFolder: TEST_MIGRATIONS });
  await expect(notify(store, 'ana', ['refused'])).rejects.toMatchObject({ code: 'storage_full' });
  expect(store.health().disk).toBe('full');
  await store.createSession({ id: 'late', userId: 'ana', now: 1, expiresAt: 1_000_000 });
  expect(await store.findSession('late', { now: 2, idleAfter: 0 })).not.toBeNull();
  disk?.free();
  await expect.poll(() => store.health().disk, { timeout: 5_000 }).toBe('ok');
  await notify(store, 'ana', ['stored']);
  await store.close();
}

/** The log cannot be copied into the database then; it stays, and nothing in it is lost. */
async function stopOnFullDisk(file: string): Promise<void> {
  const store = await openSqliteStore({ file, migrationsFolder: TEST_MIGRATIONS });
  const ids = Array.from({ length: 200 }, (_, number) => `late ${number}`);
  await Promise.all(
    ids.map((id) =>
      store.append({ recipients: [{ userId: 'ana', id }], content: content('x'.repeat(2_000)), now: 1 }),
    ),
  );
  disk?.fill();
  await expect(notify(store, 'ana', ['x'.repeat(500_000)])).rejects.toMatchObject({ code: 'storage_full' });
  await store.close();
  expect(existsSync(`${file}-wal`)).toBe(true);
  disk?.free();
  await (await openSqliteStore({ file, migrationsFolder: TEST_MIGRATIONS })).close();
  expect(stored(file)).toMatchObject({ ids: expect.arrayContaining(ids), integrity: 'ok', broken: [] });
}

function stored(file: string) {
  const client = new Database(file, { readonly: true });
  try {
    return {
      ids: client.prepare('select id from notifications order by id').pluck().all(),
      integrity: client.pragma('integrity_check', { simple: true }),
      broken: client.pragma('foreign_key_check'),
    };
  } finally {
    client.close();
  }
}
