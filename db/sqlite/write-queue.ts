import { clearImmediate, clearTimeout, setImmediate, setTimeout } from 'node:timers';
import type Database from 'better-sqlite3';
import { AppError } from '@/lib/errors';
import { groupCommit, type Outcome } from './group-commit';
import type { Moved, MovedNotes } from './moved';
import { isBusy, toRefusal } from './refusal';

export type WriteOptions = Readonly<{
  /** Milliseconds it waits while another process holds the write lock; 2,000 unless told otherwise. */
  patienceMs?: number;
}>;

/** One commit's works: enough that the sync of the disk weighs little on each of them. */
const GROUP_MAX = 100;
/** No further work is begun after it: with the commit, sockets wait some 20 ms at most. */
const GROUP_BUDGET_MS = 8;
/** A second's worth of work. Whoever comes on top is told at once rather than after it has given up. */
const WAITING_MAX = 2_000;
const PATIENCE_MS = 2_000;
/** How long after finding the write lock taken it is tried again: between these, at random. */
const TRY_AGAIN_MS = { least: 5, most: 50 } as const;

export type WriteQueue = ReturnType<typeof writeQueue>;

/**
 * Lets writes wait for the next turn and commits all that have come by then together. While a commit blocks
 * the process, requests pile up before it and share the next one.
 */
export function writeQueue(client: Database.Database, notes: MovedNotes) {
  type Done = Readonly<{ value: unknown; moved: Moved }>;
  type Waiting = {
    readonly run: () => Done;
    readonly resolve: (value: unknown) => void;
    readonly reject: (error: unknown) => void;
    readonly patienceMs: number;
    /** Set when the write lock was found taken for the first time. */
    givesUpAt: number | null;
    wasUndone: boolean;
  };
  const commit = groupCommit(client);
  const waiting: Waiting[] = [];
  let cancelTurn: (() => void) | null = null;
  let onEmpty = () => {};
  let closing: Promise<void> | null = null;

  function add<T>(work: () => T, { patienceMs = PATIENCE_MS }: WriteOptions = {}): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (closing || !client.open) throw closed();
      if (waiting.length >= WAITING_MAX)
        throw new AppError('unavailable', 'Too much is being stored at once.');
      const run = () => notes.collect(work);
      // The cast: the queue holds works of every type, and each is resolved with its own work's value.
      const settle = { resolve: resolve as (value: unknown) => void, reject };
      waiting.push({ run, ...settle, patienceMs, givesUpAt: null, wasUndone: false });
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
    try {
      moved = settle(taken, commit(take));
    } catch (error) {
      if (isBusy(error) && taken.length === 0) beRefusedByOthers(error);
      else {
        const refusal = client.open ? toRefusal(error) : closed();
        for (const one of [...taken, ...waiting.splice(0)]) one.reject(refusal);
      }
    }
    if (waiting.length > 0) comeSoon();
    else onEmpty();
    // The promises' own continuations come after this turn, so the listener is the first to know.
    notes.tell(moved);

    function take(): (() => Done) | undefined {
      const enough = taken.length >= GROUP_MAX || performance.now() - begun >= GROUP_BUDGET_MS;
      const next = enough && taken.length > 0 ? undefined : waiting.shift();
      if (next) taken.push(next);
      return next?.run;
    }
  }

  function settle(taken: readonly Waiting[], outcomes: readonly Outcome<Done>[]): readonly Moved[] {
    const moved: Moved[] = [];
    const again: Waiting[] = [];
    for (const [place, outcome] of outcomes.entries()) {
      const one = taken[place];
      if (!one) throw new Error('There are more outcomes than works.');
      if (outcome.is === 'committed') {
        moved.push(outcome.value.moved);
        one.resolve(outcome.value.value);
      } else if (outcome.is === 'undone' && !one.wasUndone) {
        one.wasUndone = true;
        again.push(one);
      } else one.reject(toRefusal(outcome.error));
    }
    waiting.unshift(...again);
    return moved;
  }

  /** Another process is writing: waiting for it in SQLite would stop every socket, so a timer tries again. */
  function beRefusedByOthers(error: unknown): void {
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
    const turnComing = setTimeout(turn, least + Math.random() * (most - least));
    cancelTurn = () => clearTimeout(turnComing);
  }

  return {
    add,
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
