import { writeSync } from 'node:fs';
import { content, join } from '@/db/contract/given';
import { openSqliteStore } from '../open-store';
import { TEST_MIGRATIONS } from '../open-test-store';

/** A process of its own for tests: `acknowledge.ts <file> <callers> <creations each>` says each creation on standard output, once it is acknowledged. */
const [file, callers, each] = process.argv.slice(2);
if (file === undefined) throw new Error('Which file?');

const store = await openSqliteStore({ file, migrationsFolder: TEST_MIGRATIONS });
await join(store, 'ana');
async function create(caller: number): Promise<void> {
  for (let made = 0; made < Number(each); made++) {
    const id = `${caller}-${made}`;
    await store.append({ recipients: [{ userId: 'ana', id }], content: content(id), now: 1 });
    // Straight to the system: whoever traces this process sees it in its place among the calls to the disk.
    writeSync(1, `acknowledged ${id}\n`);
  }
}
await Promise.all(Array.from({ length: Number(callers) }, (_, caller) => create(caller)));
await store.close();
