import { fileURLToPath } from 'node:url';
import type { Store, StoreListener } from '@/db/store';
import { openSqliteStore } from './open-store';

/** Only for tests: a fresh store in memory, migrated from the sources. Production passes its own folder. */
export function openTestStore(onMoved?: StoreListener): Promise<Store> {
  return openSqliteStore({ file: ':memory:', migrationsFolder: TEST_MIGRATIONS, onMoved });
}

export const TEST_MIGRATIONS = fileURLToPath(new URL('./migrations', import.meta.url));
