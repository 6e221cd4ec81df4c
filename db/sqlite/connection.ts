import type Database from 'better-sqlite3';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import type { StoreListener } from '@/db/store';
import { AppError } from '@/lib/errors';
import { toRefusal } from './refusal';

/** The one connection of the process. Every statement of the store runs inside one of its two transactions. */
export type Connection = Readonly<{
  database: BetterSQLite3Database;
  client: Database.Database;
  /**
   * Runs synchronous work that writes, in `BEGIN IMMEDIATE`: the write lock is taken before the first read,
   * so what was read cannot change before it is written. Tells the listener what moved, after the commit.
   * Errors of SQLite come out as `AppError`s where they are expected ones.
   */
  immediate<T>(work: () => T): T;
  /** Runs synchronous reads that must agree with each other, in one read transaction. */
  snapshot<T>(work: () => T): T;
  /** Called by whatever moves a stream's head, the broadcast log or, by a replay, a broadcast's figures, inside `immediate`. */
  noteMoved: Readonly<{
    stream(userId: string): void;
    broadcastLog(): void;
    figures(broadcastId: string): void;
  }>;
}>;

/** `onMoved` is called after the commit, in the writer's own turn; it must not throw, for the work is done. */
export function connect(client: Database.Database, onMoved?: StoreListener): Connection {
  type Moved = { streams: Set<string>; broadcastLog: boolean; replayed: Set<string> };
  let moved: Moved | null = null;
  const run = client.transaction((work: () => unknown) => work());

  function guarded<T>(work: () => T): T {
    if (!client.open) throw new AppError('unavailable', 'The database is closed.');
    try {
      return work();
    } catch (error) {
      throw toRefusal(error);
    }
  }

  function during(): Moved {
    if (!moved) throw new Error('A stream or the broadcast log moved outside a write transaction.');
    return moved;
  }

  function immediate<T>(work: () => T): T {
    const mine: Moved = { streams: new Set(), broadcastLog: false, replayed: new Set() };
    moved = mine;
    const result = guarded(() => {
      try {
        // The cast: better-sqlite3's wrapper is made once, for every type of result.
        return run.immediate(work) as T;
      } finally {
        moved = null;
      }
    });
    const { streams, broadcastLog, replayed } = mine;
    if (onMoved && (streams.size > 0 || broadcastLog || replayed.size > 0)) {
      onMoved({ streams: [...streams], broadcastLog, replayed: [...replayed] });
    }
    return result;
  }

  return {
    database: drizzle(client),
    client,
    immediate,
    snapshot: <T>(work: () => T) => guarded(() => run.deferred(work) as T),
    noteMoved: {
      stream: (userId) => during().streams.add(userId),
      broadcastLog: () => {
        during().broadcastLog = true;
      },
      figures: (broadcastId) => during().replayed.add(broadcastId),
    },
  };
}
