import { statSync } from 'node:fs';
import { clearTimeout, setTimeout } from 'node:timers';
import type Database from 'better-sqlite3';
import type { StoreHealth, StoreNews } from '@/db/store-health';
import { faultPoint } from '@/lib/fault-kit/point';
import {
  type Checkpointed,
  type CheckpointMode,
  type CheckpointWorker,
  WorkerLost,
} from './checkpoint-worker';

/** Pages of the log that are worth copying into the database: SQLite's own measure, 4 MB. */
const WORTH_COPYING = 1_000;
/** Pages, 16 MB: copying beside the writers did not catch up, so they wait once for the rest of it. */
const WORTH_RESTARTING = 4_000;
/** While this many are copied they wait: some milliseconds, and the disk's sync. */
const COPIED_WHILE_WRITERS_WAIT = 300;
/** Passes beside the writers that may try to get it down to that, unless the log becomes twice as long meanwhile. */
const PASSES_MAX = 3;
/** From here on an operator should know: SQLite cannot begin the log anew while something reads an old state. */
const LARGE_BYTES = 32_000_000;
/** It is said again only after it has been well below that. */
const SMALL_BYTES = 16_000_000;
/** After a checkpoint that got nowhere: a reader stands in its way, or the disk is full. */
const REST_MS = 1_000;
/** Without a commit for so long, a log that has grown gives its disk space back. */
const QUIET_MS = 2_000;
const WORTH_CUTTING_BYTES = 8_000_000;
/** A frame of the log: a page of 4,096 bytes and its header. */
const FRAME_BYTES = 4_120;

export type Checkpoints = ReturnType<typeof checkpoints>;

type Given = Readonly<{
  /** The main thread's connection: for looking, and for checkpoints once the worker is lost. */
  client: Database.Database;
  file: string;
  worker: CheckpointWorker;
  tell: (news: StoreNews) => void;
}>;

/**
 * Keeps the write-ahead log short, on another thread: copied into the database when it is worth it, begun anew when
 * copying does not catch up, cut back when it is quiet. When the thread is lost, that is told and the main thread
 * copies instead: the log must not grow without end.
 */
export function checkpoints({ client, file, worker, tell }: Given) {
  type Row = Readonly<{ busy: number; log: number; checkpointed: number }>;
  const looking = client.prepare<[], Row>('PRAGMA wal_checkpoint(NOOP)');
  const passive = client.prepare<[], Row>('PRAGMA wal_checkpoint(PASSIVE)');
  let run = worker.run;
  let running: Promise<void> | null = null;
  let restsUntil = 0;
  let isFailing = false;
  let isLarge = false;
  let bytes = 0;
  let lastCommitAt = 0;
  let quiet: NodeJS.Timeout | null = null;
  let isStopped = false;
  let keepsWritersOut = false;

  function look(): Checkpointed {
    const found = toCheckpointed(looking.get());
    noteLog(found.log);
    return found;
  }

  /** To be called after each commit; costs some microseconds. */
  function committed(): void {
    lastCommitAt = performance.now();
    if (!quiet && !isStopped) quiet = setTimeout(beQuiet, QUIET_MS).unref();
    try {
      const { log, checkpointed } = look();
      if (log - checkpointed >= WORTH_COPYING) begin(catchUp);
    } catch (error) {
      // The commit itself is done; that the log cannot be looked at must not become its failure.
      fail(error);
    }
  }

  /**
   * Whether all of the log may be in the database when the next write begins, which then writes a new one. Looked at
   * each time: another process may have copied it.
   */
  function beginsLog(): boolean {
    if (running) return true;
    try {
      const { log, checkpointed } = look();
      return log === checkpointed;
    } catch {
      // One link too many costs a page; one too few would cost the proof.
      return true;
    }
  }

  function begin(work: () => Promise<void>): void {
    if (running || isStopped || performance.now() < restsUntil) return;
    running = work()
      .catch(fail)
      .finally(() => {
        running = null;
      });
  }

  async function catchUp(): Promise<void> {
    for (let pass = 1; ; pass++) {
      const before = look();
      const after = await checkpoint('PASSIVE');
      // Somebody reads an old state: copying again at once gets no further, and making writers wait even less.
      if (after.checkpointed <= before.checkpointed && after.log >= before.log) return rest();
      if (after.log < WORTH_RESTARTING) return;
      const isNear = after.log - after.checkpointed <= COPIED_WHILE_WRITERS_WAIT;
      if (!isNear && pass < PASSES_MAX && after.log < 2 * WORTH_RESTARTING) continue;
      if ((await withoutWriters('RESTART')).busy) rest();
      return;
    }
  }

  async function checkpoint(mode: CheckpointMode): Promise<Checkpointed> {
    const copying = run(mode);
    faultPoint('during-checkpoint');
    const done = await copying;
    noteLog(done.log);
    if (isFailing) tell({ level: 'info', message: 'Checkpoints succeed again' });
    isFailing = false;
    return done;
  }

  /** The write queue stands back meanwhile: the thread would look for a gap between two commits in vain. */
  async function withoutWriters(mode: CheckpointMode): Promise<Checkpointed> {
    keepsWritersOut = true;
    try {
      return await checkpoint(mode);
    } finally {
      keepsWritersOut = false;
    }
  }

  function rest(): void {
    restsUntil = performance.now() + REST_MS;
  }

  function fail(error: unknown): void {
    rest();
    if (isStopped) return;
    if (error instanceof WorkerLost) {
      // Sockets stand still for it. It only copies: waiting for anybody here would be worse.
      run = async () => toCheckpointed(passive.get());
      tell({ level: 'error', message: 'Checkpoints run on the main thread from now on', error });
      return;
    }
    if (!isFailing) tell({ level: 'warn', message: 'A checkpoint failed; the log grows meanwhile', error });
    isFailing = true;
  }

  function beQuiet(): void {
    quiet = null;
    if (isStopped || !client.open) return;
    const fileBytes = statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
    if (fileBytes < WORTH_CUTTING_BYTES) return;
    if (performance.now() - lastCommitAt >= QUIET_MS) begin(cut);
    quiet = setTimeout(beQuiet, QUIET_MS).unref();
  }

  /** Copied first, so that cutting, which keeps writers out, has nothing left to copy. */
  async function cut(): Promise<void> {
    const { log, checkpointed } = await checkpoint('PASSIVE');
    if (log === checkpointed) await withoutWriters('TRUNCATE');
  }

  function noteLog(pages: number): void {
    bytes = Math.max(0, pages) * FRAME_BYTES;
    if (!isLarge && bytes >= LARGE_BYTES) {
      isLarge = true;
      const message = 'The write-ahead log grows: something reads an old state of the database for long';
      tell({ level: 'warn', message, facts: { bytes } });
    } else if (isLarge && bytes < SMALL_BYTES) {
      isLarge = false;
      tell({ level: 'info', message: 'The write-ahead log is short again', facts: { bytes } });
    }
  }

  return {
    committed,
    beginsLog,
    keepsWritersOut: () => keepsWritersOut,
    health: (): StoreHealth['log'] => ({ bytes, size: isLarge ? 'large' : 'ok' }),
    /** Ends the thread and its connection; the one of the main thread stays. */
    async stop(): Promise<void> {
      isStopped = true;
      if (quiet) clearTimeout(quiet);
      await worker.stop();
      await running;
    },
  };
}

function toCheckpointed(
  found: Readonly<{ busy: number; log: number; checkpointed: number }> | undefined,
): Checkpointed {
  if (!found) throw new Error('SQLite said nothing about its log.');
  return { busy: found.busy !== 0, log: found.log, checkpointed: found.checkpointed };
}
