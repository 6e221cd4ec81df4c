import { AppError } from '@/lib/errors';
import { backoffMs } from './backoff';
import type { Log } from './log';
import type { Timers } from './timers';

/**
 * Those that have something to catch up with, each once: some in a turn of the event loop, so that others have theirs,
 * from the next turn on, so that what one turn commits is read together. While the store does not answer one of them
 * tries at growing intervals for all. What fails for a reason of its own is given up.
 */
export function createCatchingUp<T>(options: {
  catchUp: (one: T) => Promise<void>;
  giveUp: (one: T, error: unknown) => void;
  timers: Timers;
  random: () => number;
  logger: Log;
}): CatchingUp<T> {
  const { catchUp, giveUp, timers, random, logger } = options;
  const waiting = new Set<T>();
  let state: 'idle' | 'due' | 'running' | 'stopped' = 'idle';
  let failures = 0;
  let cancel = () => {};

  function add(one: T): void {
    if (state === 'stopped') return;
    waiting.add(one);
    if (state === 'idle') schedule();
  }

  function schedule(): void {
    state = 'due';
    const start = () => {
      state = 'running';
      void run().then(settle);
    };
    cancel = failures === 0 ? timers.soon(start) : timers.after(backoffMs(failures, RETRY, random), start);
  }

  async function run(): Promise<void> {
    const taken = [...waiting].slice(0, failures === 0 ? A_TURN : 1);
    for (const one of taken) waiting.delete(one);
    const outcomes = await Promise.allSettled(taken.map(catchUp));
    const refusals = outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason : null));
    const away = refusals.find(isAway);
    taken.forEach((one, at) => {
      if (isAway(refusals[at])) waiting.add(one);
      else if (refusals[at] !== null) giveUp(one, refusals[at]);
    });
    if (away === undefined && failures > 0) {
      logger.info({ attempts: failures }, 'Event streams can be read on again');
      failures = 0;
    } else if (away !== undefined) {
      if (failures === 0) logger.warn({ err: away }, 'Event streams cannot be read on; trying again');
      failures += 1;
    }
  }

  function settle(): void {
    if (state === 'stopped') return;
    state = 'idle';
    if (waiting.size > 0) schedule();
  }

  function stop(): void {
    cancel();
    state = 'stopped';
    waiting.clear();
  }

  return { add, remove: (one) => void waiting.delete(one), stop };
}

export type CatchingUp<T> = Readonly<{
  add(one: T): void;
  remove(one: T): void;
  /** Nothing is begun any more. */
  stop(): void;
}>;

/** Each reads some rows; all of a turn are read in that turn. */
const A_TURN = 25;
const RETRY = { baseMs: 250, capMs: 2_000 };

/** The store is busy or its disk is full: that says nothing of the one that met it. */
function isAway(error: unknown): boolean {
  return error instanceof AppError && (error.code === 'unavailable' || error.code === 'storage_full');
}
