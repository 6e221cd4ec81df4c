import type Database from 'better-sqlite3';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import type { StoreListener } from '@/db/store';
import { AppError } from '@/lib/errors';
import { type MovedNotes, movedNotes } from './moved';
import { toRefusal } from './refusal';
import { type WriteOptions, type WriteSurroundings, writeQueue } from './write-queue';

/** The one connection of the process. Every statement of the store runs inside one of its transactions. */
export type Connection = Readonly<{
  database: BetterSQLite3Database;
  client: Database.Database;
  /**
   * Runs synchronous work that writes, at one of the next turns and within the write lock: what it reads
   * cannot change before it is written. Works that wait together are committed together, each in a savepoint
   * of its own; the promise settles after the commit. Work may be run a second time after what it did was rolled
   * back, so it must do nothing but read and write this database.
   *
   * Rejects with what the work throws; errors of SQLite come out as `AppError`s where they are expected ones:
   * `storage_full`, and `unavailable` when another process holds the lock for longer than the work's patience
   * or too much waits already.
   */
  immediate<T>(work: () => T, options?: WriteOptions): Promise<T>;
  /** The same in a transaction of its own, at once and while everything else waits. Only for opening the store. */
  immediateNow<T>(work: () => T): T;
  /** Runs synchronous reads that must agree with each other, in one read transaction. */
  snapshot<T>(work: () => T): T;
  /** Called by whatever moves a stream's head, the broadcast log or, by a replay, a broadcast's figures, inside `immediate`. */
  noteMoved: MovedNotes['note'];
  /** Runs work that finds out whether there is room on the disk again, and is not refused while there is none. */
  probe<T>(work: () => T): Promise<T>;
  /** Whether another process has held the write lock for a second or more, as far as was tried. */
  writeLock(): 'ok' | 'taken';
  /** Refuses further writes and resolves when those that wait are settled. Reading goes on. */
  endWriting(): Promise<void>;
}>;

/** `onMoved` is called once for each commit that moved something, after it and before its works' promises go on; it must not throw. */
export function connect(
  client: Database.Database,
  onMoved?: StoreListener,
  surroundings: WriteSurroundings = {},
): Connection {
  const notes = movedNotes(onMoved);
  const writes = writeQueue(client, notes, surroundings);
  const run = client.transaction((work: () => unknown) => work());

  function guarded<T>(work: () => T): T {
    if (!client.open) throw new AppError('unavailable', 'The database is closed.');
    try {
      return work();
    } catch (error) {
      throw toRefusal(error);
    }
  }

  return {
    database: drizzle(client),
    client,
    immediate: writes.add,
    immediateNow<T>(work: () => T): T {
      // The cast: better-sqlite3's wrapper is made once, for every type of result.
      const { value, moved } = guarded(() => notes.collect(() => run.immediate(work) as T));
      notes.tell([moved]);
      return value;
    },
    snapshot: <T>(work: () => T) => guarded(() => run.deferred(work) as T),
    noteMoved: notes.note,
    probe: writes.probe,
    writeLock: writes.lock,
    endWriting: writes.close,
  };
}
