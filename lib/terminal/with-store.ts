import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openSqliteStore } from '@/db/sqlite/open-store';
import type { Store } from '@/db/store';
import { Failure, type Terminal } from './command';

/** The database itself, while no server has it; its lock says so, also when a server starts in this very moment. */
export async function withStore<Value>(
  { dataDir, projectDir }: Pick<Terminal, 'dataDir' | 'projectDir'>,
  work: (store: Store) => Promise<Value>,
  { mayCreate = false }: { mayCreate?: boolean } = {},
): Promise<Value> {
  const file = join(dataDir, 'belfry.db');
  if (mayCreate) mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  // A folder that was misspelled would otherwise become an installation of its own.
  else if (!existsSync(file)) {
    throw new Failure(`There is no database in ${dataDir}. Name the server's data folder with --data.`);
  }
  const store = await openSqliteStore({
    file,
    migrationsFolder: join(projectDir, 'db', 'sqlite', 'migrations'),
  });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
