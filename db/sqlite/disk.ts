import { clearTimeout, setTimeout } from 'node:timers';
import Database from 'better-sqlite3';
import type { StoreNews } from '@/db/store-health';
import { AppError } from '@/lib/errors';
import type { Reserve } from './reserve';

/** How often it is tried whether there is room again, while there is none. */
const LOOKED_AT_EVERY_MS = 1_000;
/** Beside the reserve, so that it does not come and go with every few writes. */
const ROOM_AGAIN_BYTES = 1024 * 1024;

export type Disk = ReturnType<typeof watchDisk>;

/**
 * Knows whether there is room to write. Once a write has met a full disk, ordinary writes are refused at once
 * and essential ones use up the reserve, until the reserve fits again and a real write succeeds: looked for
 * every second, so that it heals without a restart. `reserve` is null for a database in memory.
 */
export function watchDisk({ reserve, tell }: { reserve: Reserve | null; tell: (news: StoreNews) => void }) {
  let isFull = false;
  let probe: () => Promise<unknown> = () => Promise.resolve();
  let timer: NodeJS.Timeout | null = null;
  let isWatching = true;

  function becomeFull(): void {
    if (isFull) return;
    isFull = true;
    tell({ level: 'error', message: 'The disk is full: nothing is stored until there is room again' });
    lookAgainLater();
  }

  function lookAgainLater(): void {
    if (isWatching) timer = setTimeout(() => void lookAgain(), LOOKED_AT_EVERY_MS).unref();
  }

  async function lookAgain(): Promise<void> {
    try {
      // A log that was longer before takes some writes on a full disk too; that is no room yet.
      if (!reserve || (reserve.fill() && reserve.hasRoom(ROOM_AGAIN_BYTES))) {
        await probe();
        isFull = false;
        tell({ level: 'info', message: 'There is room on the disk again' });
        return;
      }
    } catch (error) {
      // Still full, or another trouble that the next look may find gone; the state says so meanwhile.
      if (!saysFull(error)) tell({ level: 'warn', message: 'The disk could not be looked at', error });
    }
    lookAgainLater();
  }

  /** SQLite knows a full disk when it appends; where it grows its shared memory or syncs, it only says that it failed. */
  function saysFull(error: unknown): boolean {
    if (error instanceof AppError) return error.code === 'storage_full';
    if (!(error instanceof Database.SqliteError)) return false;
    if (error.code === 'SQLITE_FULL') return true;
    if (!error.code.startsWith('SQLITE_IOERR') || !reserve) return false;
    try {
      return !reserve.hasRoom();
    } catch {
      // The disk fails in another way; the first error says so, and it is on its way to whoever wrote.
      return false;
    }
  }

  return {
    isFull: () => isFull,
    becomeFull,
    /** Whether this error means that there is no room; from here on the disk is full then. */
    met(error: unknown): boolean {
      const full = saysFull(error);
      if (full) becomeFull();
      return full;
    },
    /** Gives a part of the reserve back to the disk, to be used at once; false when nothing is left of it. */
    makeRoom: (): boolean => reserve?.giveUpPart() ?? false,
    /** From here on it looks by itself whether there is room again; `write` must be a real write that needs room. */
    watch(write: () => Promise<unknown>): void {
      probe = write;
    },
    stop(): void {
      isWatching = false;
      if (timer) clearTimeout(timer);
    },
  };
}
