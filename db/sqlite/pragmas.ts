import type Database from 'better-sqlite3';

/** 64 MiB: what the write-ahead log is cut back to after a checkpoint, so that one burst does not keep the disk. */
const JOURNAL_SIZE_LIMIT_BYTES = 64 * 1024 * 1024;
/** Waiting within SQLite stops every socket of the process; the write queue waits by timers instead. */
const BUSY_TIMEOUT_MS = 0;

/**
 * Sets how this connection keeps its promises and reads each setting back: SQLite ignores what it cannot do
 * without a word. Throws a sentence that names the first setting that did not take.
 */
export function applyPragmas(client: Database.Database): void {
  for (const [name, wanted] of settings(client.memory)) {
    client.pragma(`${name} = ${wanted}`);
    const found: unknown = client.pragma(name, { simple: true });
    if (found !== wanted) {
      throw new Error(
        `SQLite did not take the setting ${name} = ${wanted} (it says ${String(found)}); the data would not be safe.`,
      );
    }
  }
}

function settings(memory: boolean): readonly (readonly [string, string | number])[] {
  return [
    ['journal_mode', memory ? 'memory' : 'wal'],
    // FULL (2): a commit that was answered survives a power cut. The build's default for WAL is NORMAL.
    ['synchronous', 2],
    ['foreign_keys', 1],
    ['busy_timeout', BUSY_TIMEOUT_MS],
    ['journal_size_limit', JOURNAL_SIZE_LIMIT_BYTES],
    // Recalled and deleted text must not stay readable in free pages.
    ['secure_delete', 1],
  ];
}
