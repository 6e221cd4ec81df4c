import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A real file system of its own that is soon full. */
export type SmallDisk = Readonly<{
  folder: string;
  /** Takes every byte that is left. */
  fill(): void;
  /** Gives all of that back. */
  free(): void;
  /** Whatever is on it is gone. */
  remove(): void;
}>;

/** Only for tests, and only for root on Linux: null where a file system cannot be mounted. */
export function mountSmallDisk(megabytes: number): SmallDisk | null {
  const folder = mkdtempSync(join(tmpdir(), 'belfry-small-disk-'));
  const filler = join(folder, 'filler');
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'belfry-test', folder], {
      stdio: 'ignore',
    });
  } catch {
    // Not root, not Linux, or a container that may not: the caller says that it was left out.
    rmSync(folder, { recursive: true });
    return null;
  }
  return {
    folder,
    fill: () => fillUp(filler),
    free: () => rmSync(filler, { force: true }),
    remove() {
      // Lazily: a test that failed has left its store open, and its own failure is the one to be read.
      execFileSync('umount', ['-l', folder]);
      rmSync(folder, { recursive: true });
    },
  };
}

function fillUp(path: string): void {
  const file = openSync(path, 'a');
  try {
    for (const size of [1_048_576, 4_096, 1]) {
      const bytes = Buffer.alloc(size, 1);
      for (let room = true; room; ) room = fits(() => writeSync(file, bytes) === size);
    }
  } finally {
    closeSync(file);
  }
}

function fits(write: () => boolean): boolean {
  try {
    return write();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return false;
    throw error;
  }
}
