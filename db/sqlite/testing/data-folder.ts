import { copyFileSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '@/db/sqlite/open-store';
import { TEST_MIGRATIONS } from '@/db/sqlite/open-test-store';
import type { Store } from '@/db/store';

/**
 * A data folder of a test's own: a store on a real file that can be stopped, killed, copied at any moment and put
 * back. Only one process, so a kill is what it leaves on the disk: the file and its log, without a farewell.
 */
export async function openDataFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'belfry-lineage-'));
  const file = join(folder, 'belfry.db');
  let copies = 0;
  let store = await open();

  function open(): Promise<Store> {
    return openSqliteStore({ file, migrationsFolder: TEST_MIGRATIONS });
  }

  /** What is on the disk at this moment, committed work in the log included. */
  function copy(): string {
    copies += 1;
    const to = join(folder, `copy-${copies}.db`);
    take(file, to);
    return to;
  }

  async function replaceBy(from: string): Promise<void> {
    await store.close();
    take(from, file);
    store = await open();
  }

  return {
    file,
    store: () => store,
    copy,
    async restart(): Promise<void> {
      await store.close();
      store = await open();
    },
    async kill(): Promise<void> {
      const left = copy();
      await replaceBy(left);
      discard(left);
    },
    /** Stops, puts the copy in the place of the file, and starts. The copy stays. */
    putBack: replaceBy,
    /** The copy takes the file's place and the file the copy's. */
    async swap(other: string): Promise<void> {
      await store.close();
      const aside = join(folder, 'aside.db');
      move(file, aside);
      move(other, file);
      move(aside, other);
      store = await open();
    },
    async remove(): Promise<void> {
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export type DataFolder = Awaited<ReturnType<typeof openDataFolder>>;

const PARTS = ['', '-wal'] as const;

function take(from: string, to: string): void {
  discard(to);
  for (const part of PARTS) if (existsSync(from + part)) copyFileSync(from + part, to + part);
}

function move(from: string, to: string): void {
  for (const part of PARTS) if (existsSync(from + part)) renameSync(from + part, to + part);
}

function discard(file: string): void {
  for (const part of [...PARTS, '-shm']) rmSync(file + part, { force: true });
}
