import { openSqliteStore } from '@/db/sqlite/open-store';
import { TEST_MIGRATIONS } from '@/db/sqlite/open-test-store';
import type { Store } from '@/db/store';

export type CutAct = 'send' | 'hold' | 'schedule' | 'release' | 'edit' | 'recall' | 'expire';

const ACTS: Readonly<Record<CutAct, (store: Store) => Promise<unknown>>> = {
  send: (store) => confirm(store, { dueAt: null, as: null }),
  hold: (store) => confirm(store, { dueAt: 200, as: 'held' }),
  schedule: (store) => confirm(store, { dueAt: 200, as: 'scheduled' }),
  release: (store) => store.releaseDue({ now: 200, limit: 10 }),
  edit: (store) =>
    store.editBroadcast('B', { content: { title: 'B2' }, notifyAgain: true, version: 1, now: 200 }),
  recall: (store) => store.recallBroadcast('B', { now: 200 }),
  expire: (store) => store.expireDue({ now: 2_000, limit: 10 }),
};

function confirm(store: Store, when: { dueAt: number | null; as: 'held' | 'scheduled' | null }) {
  return store.sendBroadcast('B', { version: 1, count: 5, ...when, now: 100 });
}

/** A process that does one thing to the broadcast in a file and is killed at the point that `FAULT` names. */
const [file, act] = process.argv.slice(2);
if (file !== undefined && act !== undefined) {
  // The bundle for tests has it from the bundler.
  Object.assign(globalThis, { WITH_FAULT_POINTS: true });
  const store = await openSqliteStore({ file, migrationsFolder: TEST_MIGRATIONS });
  // The cast: the test gives one of the names.
  await ACTS[act as CutAct](store);
  process.stdout.write('done');
}
