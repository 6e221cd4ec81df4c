import { randomFillSync } from 'node:crypto';
import { closeSync, fsyncSync, ftruncateSync, openSync, rmSync, statSync, writeSync } from 'node:fs';

/** Room for some hundred sign-ins while nothing else fits. */
export const RESERVE_BYTES = 4 * 1024 * 1024;
/** Given up at a time, so that whatever fills the disk cannot take it all: what was given up is used in the same turn. */
export const RESERVE_PART_BYTES = 256 * 1024;

export type Reserve = ReturnType<typeof openReserve>;

/**
 * Room on the disk that nobody else can take: a file beside the database (`<file>.reserve`, 4 MiB of real
 * bytes), cut shorter when something has to be written and nothing else fits.
 */
export function openReserve(databaseFile: string) {
  const path = `${databaseFile}.reserve`;
  // Random, because some file systems keep no room for bytes that compress to nothing.
  const bytes = randomFillSync(Buffer.alloc(RESERVE_PART_BYTES));

  return {
    /** Makes it whole again and answers true; or leaves it as it was and answers false, when it does not fit. */
    fill(): boolean {
      const before = sizeOf(path);
      if (before >= RESERVE_BYTES) return true;
      try {
        return withFile(path, (file) => {
          for (let at = before; at < RESERVE_BYTES; ) {
            at += writeSync(file, bytes, 0, Math.min(bytes.length, RESERVE_BYTES - at), at);
          }
          // Some file systems find the room only now.
          fsyncSync(file);
          return true;
        });
      } catch (error) {
        cutTo(before);
        return refuseUnlessFull(error);
      }
    },

    /** Gives a part of it back to the disk; false when there is nothing left of it. */
    giveUpPart(): boolean {
      const size = sizeOf(path);
      if (size === 0) return false;
      cutTo(Math.max(0, size - RESERVE_PART_BYTES));
      return true;
    },

    giveUpAll: (): void => cutTo(0),

    /** Whether so many bytes more (64 KiB unless told otherwise) fit on the disk now: tried, for quotas show themselves in no figure. */
    hasRoom(wanted = 64 * 1024): boolean {
      const trial = `${path}.trial`;
      try {
        return withFile(trial, (file) => {
          for (let at = 0; at < wanted; ) {
            at += writeSync(file, bytes, 0, Math.min(bytes.length, wanted - at), at);
          }
          return true;
        });
      } catch (error) {
        return refuseUnlessFull(error);
      } finally {
        rmSync(trial, { force: true });
      }
    },
  };

  function cutTo(size: number): void {
    if (sizeOf(path) > size) withFile(path, (file) => ftruncateSync(file, size));
  }
}

/** No room, whether of the disk, of a quota or of a file's greatest size. Anything else is trouble of another kind. */
function refuseUnlessFull(error: unknown): false {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') return false;
  throw error;
}

function withFile<T>(path: string, work: (file: number) => T): T {
  const file = openSync(path, openFlags(path), 0o600);
  try {
    return work(file);
  } finally {
    closeSync(file);
  }
}

function openFlags(path: string): string {
  return statSync(path, { throwIfNoEntry: false }) ? 'r+' : 'w+';
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
