import { clearImmediate, clearTimeout, setImmediate, setTimeout } from 'node:timers';
import type Database from 'better-sqlite3';
import { AppError } from '@/lib/errors';
import type { Disk } from './disk';
import { groupCommit, type Outcome } from './group-commit';
import type { Moved, MovedNotes } from './moved';
import { isBusy, toRefusal } from './refusal';

export type WriteOptions = Readonly<{
  /** Milliseconds it waits while another process holds the write lock; 2,000 unless told otherwise. */
  patienceMs?: number;
  /** Goes on while the disk is full, as long as the reserve lasts: only what keeps people safe or lets them in. */
  essential?: boolean;
}>;

type Rank = 'ordinary' | 'essential' | 'probe';

/** What stands around the queue; a bare connection has none of it. */
export type WriteSurroundings = Readonly<{
  disk?: Disk;
  /** Called after each commit, outside of any transaction. */
  committed?: () => void;
  /** True while a checkpoint of our own needs the write lock. */
  standsBack?: () => boolean;
  /** Whether the next commit may be the first of a new log. */
  beginsLog?: () => boolean;
}>;

/** One commit's works: enough that the sync of the disk weighs little on each of them. */
const GROUP_MAX = 100;
/** No further work is begun after it: with the commit, sockets wait some 20 ms at most. */
const GROUP_BUDGET_MS = 8;
/** A second's worth of work. Whoever comes on top is told at once rather than after it has given up. */
const WAITING_MAX = 2_000;
/** Room beyond it that only what is essential may take: a crowd that writes must keep nobody from being shut out. */
const ESSENTIAL_MAX = 500;
const PATIENCE_MS = 2_000;
/** How long after finding the write lock taken it is tried again: between these at random, the first times soon. */
const TRY_AGAIN_MS = { least: 5, most: 50 } as const;
/** Our own checkpoints take it for some milliseconds; that is not worth telling. */
const TAKEN_FOR_LONG_MS = 1_000;

export type WriteQueue = ReturnType<typeof writeQueue>;

/**
 * Lets writes wait for the next turn and commits all that have come by then together. While a commit blocks
 * the process, requests pile up before it and share the next one.
 */
export function writeQueue(
  client: Database.Database,
  notes: MovedNotes,
  { disk, committed = () => {}, standsBack = () => false, beginsLog }: WriteSurroundings,
) {
  type Done = Readonly<{ value: unknown; moved: Moved }>;
  type Waiting = {
    readonly run: () => Done;
    readonly resolve: (value: unknown) => void;
    readonly reject: (error: unknown) => void;
    readonly patienceMs: number;
    readonly rank: Rank;
    /** Set when the write lock was found taken for the first time. */
    givesUpAt: number | null;
    wasUndone: boolean;
  };
  const commit = groupCommit(client, beginsLog);
  const waiting: Waiting[] = [];
  let cancelTurn: (() => void) | null = null;
  let onEmpty = () => {};
  let closing: Promise<void> | null = null;
  let lockTakenSince: number | null = null;
  let triedAgain = 0;

  function enqueue<T>(work: () => T, rank: Rank, patienceMs = PATIENCE_MS): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (closing || !client.open) throw closed();
      if (rank === 'ordinary' && disk?.isFull()) throw full();
      if (waiting.length >= WAITING_MAX + (rank === 'essential' ? ESSENTIAL_MAX : 0))
        throw new AppError('unavailable', 'Too much is being stored at once.');
      const run = () => notes.collect(work);
      // The cast: the queue holds works of every type, and each is resolved with its own work's value.
      const settle = { resolve: resolve as (value: unknown) => void, reject };
      waiting.push({ run, ...settle, rank, patienceMs, givesUpAt: null, wasUndone: false });
      comeSoon();
    });
  }

  function comeSoon(): void {
    if (cancelTurn) return;
    const turnComing = setImmediate(turn);
    cancelTurn = () => clearImmediate(turnComing);
  }

  function turn(): void {
    cancelTurn = null;
    const taken: Waiting[] = [];
    const begun = performance.now();
    let moved: readonly Moved[] = [];
    const mustWait = standsBack();
    try {
      if (mustWait) throw busy();
      const outcomes = commit(take);
      lockTakenSince = null;
      triedAgain = 0;
      moved = settle(taken, outcomes);
      if (outcomes.some(({ is }) => is === 'committed')) committed();
    } catch (error) {
      if ((mustWait || isBusy(error)) && taken.length === 0) beRefusedByOthers(error);
      // Not even a beginning fits. With room made, what is essential tries once more and the rest is refused.
      else if (taken.length > 0 || !disk?.met(error) || !disk.makeRoom()) {
        const refusal = client.open ? refusalOf(error) : closed();
        for (const one of [...taken, ...waiting.splice(0)]) one.reject(refusal);
      }
    }
    if (waiting.length > 0) comeSoon();
    else onEmpty();
    // The promises' own continuations come after this turn, so the listener is the first to know.
    notes.tell(moved);

    function take(): (() => Done) | undefined {
      const enough = taken.length >= GROUP_MAX || performance.now() - begun >= GROUP_BUDGET_MS;
      if (enough && taken.length > 0) return undefined;
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        if (next.rank !== 'ordinary' || !disk?.isFull()) {
          taken.push(next);
          return next.run;
        }
        next.reject(full());
      }
      return undefined;
    }
  }

  function settle(taken: readonly Waiting[], outcomes: readonly Outcome<Done>[]): readonly Moved[] {
    const moved: Moved[] = [];
    const again: Waiting[] = [];
    let hasMadeRoom: boolean | null = null;
    for (const [place, outcome] of outcomes.entries()) {
      const one = taken[place];
      if (!one) throw new Error('There are more outcomes than works.');
      if (outcome.is === 'committed') {
        moved.push(outcome.value.moved);
        one.resolve(outcome.value.value);
      } else if (mayTryAgain(one, outcome)) again.push(one);
      else one.reject(refusalOf(outcome.error));
    }
    waiting.unshift(...again);
    return moved;

    function mayTryAgain(one: Waiting, { is, error }: Exclude<Outcome<Done>, { is: 'committed' }>): boolean {
      const isFull = disk?.met(error) ?? false;
      // As often as the reserve has parts: whatever fills the disk may have taken the last one.
      if (isFull && one.rank === 'essential') {
        hasMadeRoom ??= disk?.makeRoom() ?? false;
        return hasMadeRoom;
      }
      if (is !== 'undone' || one.wasUndone) return false;
      one.wasUndone = true;
      return true;
    }
  }

  /** A full disk is not always called one by SQLite. */
  function refusalOf(error: unknown): unknown {
    return disk?.isFull() && disk.met(error) ? full(error) : toRefusal(error);
  }

  /** Another process is writing: waiting for it in SQLite would stop every socket, so a timer tries again. */
  function beRefusedByOthers(error: unknown): void {
    lockTakenSince ??= performance.now();
    triedAgain += 1;
    const now = performance.now();
    const stillPatient = waiting.filter((one) => {
      one.givesUpAt ??= now + one.patienceMs;
      if (now < one.givesUpAt) return true;
      one.reject(toRefusal(error));
      return false;
    });
    waiting.splice(0, waiting.length, ...stillPatient);
    if (waiting.length === 0) return;
    const { least, most } = TRY_AGAIN_MS;
    const turnComing = setTimeout(turn, least + Math.random() * Math.min(most - least, least * triedAgain));
    cancelTurn = () => clearTimeout(turnComing);
  }

  return {
    add: <T>(work: () => T, { essential = false, patienceMs }: WriteOptions = {}): Promise<T> =>
      enqueue(work, essential ? 'essential' : 'ordinary', patienceMs),
    /** Runs work that finds out whether there is room again; nothing is given up for it. */
    probe: <T>(work: () => T): Promise<T> => enqueue(work, 'probe'),
    lock: (): 'ok' | 'taken' =>
      lockTakenSince !== null && performance.now() - lockTakenSince >= TAKEN_FOR_LONG_MS ? 'taken' : 'ok',
    /** Takes nothing more and resolves when all that waits is committed or refused. */
    close(): Promise<void> {
      closing ??= waiting.length === 0 ? Promise.resolve() : new Promise((resolve) => (onEmpty = resolve));
      return closing;
    },
  };
}

function closed(): AppError {
  return new AppError('unavailable', 'The database is closed.');
}

function full(cause?: unknown): AppError {
  return new AppError('storage_full', 'The disk is full. Nothing was changed.', { cause });
}

function busy(): AppError {
  return new AppError('unavailable', 'The database is busy. Try again in a moment.');
}
