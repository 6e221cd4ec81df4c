import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoreListener } from '@/db/store';
import { storeContract } from '@/db/store.contract';
import { openSqliteStore } from './open-store';
import { openTestStore, TEST_MIGRATIONS } from './open-test-store';

type Told = Parameters<StoreListener>[0];

async function inMemory() {
  const moved: Told[] = [];
  const store = await openTestStore((told) => moved.push(told));
  return { store, moved, close: () => store.close() };
}

async function onFile() {
  const moved: Told[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'belfry-store-'));
  const file = join(folder, 'belfry.db');
  const onMoved = (told: Told) => moved.push(told);
  const store = await openSqliteStore({ file, migrationsFolder: TEST_MIGRATIONS, onMoved });
  const close = async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  };
  return { store, moved, close };
}

storeContract('in memory', inMemory, { runs: 120 });
storeContract('on a file', onFile, { runs: 5 });
