import Database from 'better-sqlite3';
import { AppError } from '@/lib/errors';

type SqliteError = InstanceType<typeof Database.SqliteError>;

/**
 * What an error of SQLite means to the caller: the expected ones become an `AppError` that keeps the cause,
 * every other value comes back as it is and is a defect.
 */
export function toRefusal(error: unknown): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  const cause = error;
  if (isBusy(error)) {
    return new AppError('unavailable', 'The database is busy. Try again in a moment.', { cause });
  }
  if (error.code === 'SQLITE_FULL') {
    return new AppError('storage_full', 'The disk is full. Nothing was changed.', { cause });
  }
  if (error.code === 'SQLITE_CONSTRAINT_UNIQUE' && error.message.endsWith(': users.email')) {
    return new AppError('conflict', 'Somebody already has this e-mail address.', { cause });
  }
  return error;
}

/** The same for a start: to whoever starts it a damaged file is no defect, and they must be told which one it is. */
export function toOpeningRefusal(error: unknown, file: string): unknown {
  if (!isDamage(error)) return toRefusal(error);
  const sentence =
    `The database ${file} is damaged, or it is no database (SQLite says: ${error.message}). ` +
    'Move it away with its -wal and -shm, and put a backup back.';
  return new AppError('unavailable', sentence, { cause: error });
}

/** Whether SQLite says that what it read cannot be a database of one piece. */
export function isDamage(error: unknown): error is SqliteError {
  return error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB)/.test(error.code);
}

/** Whether another connection holds a lock that this one needs. */
export function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
}

/** Whether writing may work again by itself: then reading should go on meanwhile. */
export function cannotWriteNow(error: unknown): boolean {
  return error instanceof AppError && (error.code === 'unavailable' || error.code === 'storage_full');
}
