import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const canTrace = spawnSync('strace', ['-f', '--seccomp-bpf', 'true']).status === 0;
const reason = canTrace ? '' : ' (left out: there is no strace that may trace)';
const root = fileURLToPath(new URL('../../', import.meta.url));

for (const { callers, each } of [
  { callers: 1, each: 60 },
  { callers: 20, each: 20 },
]) {
  test.skipIf(!canTrace)(`nothing is acknowledged to ${callers} before its log is synced${reason}`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'belfry-synced-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const trace = join(folder, 'trace');
    execFileSync(
      'strace',
      ['-f', '-y', '--seccomp-bpf', '-e', 'trace=pwrite64,fdatasync,fsync,write', '-o', trace].concat(
        [process.execPath, '--import', 'tsx', 'db/sqlite/testing/acknowledge.ts'],
        [join(folder, 'belfry.db'), String(callers), String(each)],
      ),
      { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
    );
    const found = readTrace(readFileSync(trace, 'utf8'));
    process.stdout.write(`synced: ${JSON.stringify({ callers, ...found })}\n`);
    expect(found).toMatchObject({ acknowledged: callers * each, tooEarly: 0 });
    // One sync for each when they come one at a time, and many fewer when they share.
    if (callers === 1) expect(found.syncedForSome).toBe(each);
    else expect(found.syncedForSome).toBeLessThan((callers * each) / 4);
  });
}

/** Counts, from the system calls in their order, what was said before the log that holds it was on the disk. */
function readTrace(text: string) {
  let unsynced = 0;
  let syncs = 0;
  let syncing: string | null = null;
  let syncsAtLast = 0;
  const found = { acknowledged: 0, tooEarly: 0, syncedForSome: 0 };
  for (const line of text.split('\n')) {
    if (/ pwrite64\(\d+<[^>]*belfry\.db-wal>/.test(line)) unsynced += 1;
    const [, thread, call] = /^(\d+) +(?:<\.{3} )?(f(?:data)?sync)\b/.exec(line) ?? [];
    if (thread !== undefined && call !== undefined) {
      // Another thread's call may come between its beginning and its end: then they stand on two lines.
      if (line.includes('belfry.db-wal>')) syncing = thread;
      if (syncing === thread && /\)\s+= 0$/.test(line)) {
        unsynced = 0;
        syncs += 1;
        syncing = null;
      }
    }
    if (!/ write\(1<[^>]*>, "acknowledged /.test(line)) continue;
    found.acknowledged += 1;
    if (unsynced > 0) found.tooEarly += 1;
    if (syncs > syncsAtLast) found.syncedForSome += 1;
    syncsAtLast = syncs;
  }
  return found;
}
