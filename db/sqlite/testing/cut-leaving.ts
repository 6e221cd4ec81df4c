import { openSqliteStore } from '@/db/sqlite/open-store';
import { TEST_MIGRATIONS } from '@/db/sqlite/open-test-store';

/** A process that takes Ana out of the group in a file, or deletes the group, and is killed at the point that `FAULT` names. */
const [file, act] = process.argv.slice(2);
if (file !== undefined) {
  // The bundle for tests has it from the bundler.
  Object.assign(globalThis, { WITH_FAULT_POINTS: true });
  const store = await openSqliteStore({ file, migrationsFolder: TEST_MIGRATIONS });
  const by = { id: 'ada', name: 'Ada', via: 'page', address: null, requestId: null } as const;
  if (act === 'delete') await store.deleteGroup('g', { by, now: 200 });
  else await store.removeMembers('g', { userIds: ['ana'], by, now: 200 });
  await store.close();
}
