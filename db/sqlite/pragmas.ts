import type Database from 'better-sqlite3';

/** 64 MiB: what the write-ahead log is cut back to after a checkpoint, so that one burst does not keep the disk. */
const JOURNAL_SIZE_LIMIT_BYTES = 64 * 1024 * 1024;

/**
 * Sets how this connection keeps its promises and reads each setting back: SQLite ignores what it cannot do
 * without a word. Throws a sentence that names the first setting that did not take.
 */
export function applyPragmas(client: Database.Database): void {
  for (const setting of settings(client.memory)) apply(client, setting);
}

/**
 * Waiting for another process within SQLite stops every socket of this one (better-sqlite3 would wait 5 s); from
 * here on it answers at once that it is busy, and the write queue waits by timers instead. Throws as above.
 */
export function neverWait(client: Database.Database): void {
  apply(client, ['busy_timeout', 0]);
}

function apply(client: Database.Database, [name, wanted]: Setting): void {
  client.pragma(`${name} = ${wanted}`);
  const found: unknown = client.pragma(name, { simple: true });
  if (found !== wanted) {
    throw new Error(
      `SQLite did not take the setting ${name} = ${wanted} (it says ${String(found)}); the data would not be safe.`,
    );
  }
}

type Setting = readonly [string, string | number];

function settings(memory: boolean): readonly Setting[] {
  return [
    ['journal_mode', memory ? 'memory' : 'wal'],
    // FULL (2): a commit that was answered survives a power cut. The build's default for WAL is NORMAL.
    ['synchronous', 2],
    ['foreign_keys', 1],
    ['journal_size_limit', JOURNAL_SIZE_LIMIT_BYTES],
    // Checkpoints are made by a thread of their own: within a commit they would keep every socket waiting.
    ['wal_autocheckpoint', 0],
    // Memory (2): what savepoints and sorting put aside needs no disk, which may be full, nor a folder for it.
    ['temp_store', 2],
    // Recalled and deleted text must not stay readable in free pages.
    ['secure_delete', 1],
  ];
}
