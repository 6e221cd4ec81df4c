import { existsSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '@/lib/errors';

/**
 * Takes a database file for this process alone and answers the release. Throws `unavailable` at once, with
 * the other's process id, when somebody has it. Two processes on one file would each replay, publish and
 * keep their own idea of who is online.
 *
 * The lock is an open exclusive transaction on an empty SQLite database beside the file: the operating
 * system drops it with the process, also after `kill -9`. Nothing else may open `<file>.lock`: closing any
 * other handle on it in this process would drop the lock (POSIX). So the process id stands in `<file>.pid`.
 */
export function lockFile(file: string): () => void {
  const path = resolved(file);
  const pidFile = `${path}.pid`;
  const holder = new Database(`${path}.lock`, { timeout: 0 });
  try {
    // Without it a second transaction of this connection could leave the lock for a moment.
    holder.pragma('locking_mode = EXCLUSIVE');
    // It never holds anything, and a journal on the disk would need room, which may be gone.
    holder.pragma('journal_mode = MEMORY');
    holder.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    holder.close();
    if (!isBusy(cause)) throw cause;
    const sentence = `Another Belfry process (${describe(pidFile)}) is using ${path}. Stop it first.`;
    throw new AppError('unavailable', sentence, { cause });
  }
  writePid(pidFile);
  return () => {
    rmSync(pidFile, { force: true });
    holder.close();
  };
}

/** Whether some process, this one too, has the file by its lock. Asked for a moment only, and nothing is left behind. */
export function isLocked(file: string): boolean {
  if (!existsSync(dirname(file))) return false;
  const path = `${resolved(file)}.lock`;
  // It was never taken, and opening it would make it.
  if (!existsSync(path)) return false;
  const asker = new Database(path, { timeout: 0 });
  try {
    asker.pragma('journal_mode = MEMORY');
    asker.exec('BEGIN EXCLUSIVE');
    asker.exec('ROLLBACK');
    return false;
  } catch (error) {
    if (isBusy(error)) return true;
    throw error;
  } finally {
    asker.close();
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
}

/** The same file must have the same lock, by whatever path it is reached. */
function resolved(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    // The database does not exist yet; its folder does, or opening it fails with a better sentence.
    return join(realpathSync(dirname(file)), basename(file));
  }
}

/** The number is only for the message of another start, so a full disk does not keep this one from starting. */
function writePid(pidFile: string): void {
  try {
    writeFileSync(pidFile, `${process.pid}\n`);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  }
}

function describe(pidFile: string): string {
  try {
    const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
    return Number.isNaN(pid) ? 'pid unknown' : `pid ${pid}`;
  } catch {
    // The other process may be between taking the lock and writing it.
    return 'pid unknown';
  }
}
