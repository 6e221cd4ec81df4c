import type { Log } from '@/lib/realtime/log';
import { systemTimers, type Timers } from '@/lib/realtime/timers';

/** Not at once: after a start everybody comes back, and what is old can wait. */
export const FIRST_PURGE_MS = 60_000;
export const PURGE_EVERY_MS = 60 * 60 * 1000;
/** Rows in one transaction: some milliseconds in which nothing else is written. */
export const PURGE_ROWS = 200;
/** Between two of them, so that whoever writes meanwhile waits for one at most. */
export const PURGE_PAUSE_MS = 50;

export type UpkeepClock = Readonly<{
  start(): void;
  /** Resolves when a purge under way is done. Never rejects. */
  stop(): Promise<void>;
}>;

/**
 * Ends what an earlier process began, and removes what is kept for a time only, once an hour, in chunks with a pause
 * after each. What fails is told in the
 * log and tried again an hour later: nothing depends on when it is done.
 */
export function createUpkeepClock(options: {
  purge: (at: {
    now: number;
    limit: number;
  }) => Promise<{ readonly removed: number; readonly more: boolean }>;
  goOn: (at: { now: number }) => Promise<{ readonly more: boolean }>;
  logger: Log;
  now: () => number;
  timers?: Timers;
}): UpkeepClock {
  const { purge, goOn, logger, now, timers = systemTimers } = options;
  let state: 'new' | 'running' | 'stopped' = 'new';
  let cancel = () => {};
  let purging: Promise<void> = Promise.resolve();
  let removed = 0;

  function purgeAfter(ms: number): void {
    cancel = timers.after(ms, () => {
      purging = purgeChunk().then((nextMs) => {
        if (state === 'running') purgeAfter(nextMs);
      });
    });
  }

  /** Answers how long to wait for the next. */
  async function purgeChunk(): Promise<number> {
    if (await goesOn()) return PURGE_PAUSE_MS;
    try {
      const done = await purge({ now: now(), limit: PURGE_ROWS });
      removed += done.removed;
      if (done.more) return PURGE_PAUSE_MS;
      if (removed > 0) logger.info({ rows: removed }, 'Removed what was kept for long enough');
      removed = 0;
    } catch (error) {
      logger.warn({ err: error }, 'What is old could not be removed; trying again in an hour');
    }
    return PURGE_EVERY_MS;
  }

  /** Apart from the purge: what cannot be ended must not keep what is old from being removed. */
  async function goesOn(): Promise<boolean> {
    try {
      return (await goOn({ now: now() })).more;
    } catch (error) {
      logger.warn({ err: error }, 'What was begun could not be ended; trying again in an hour');
      return false;
    }
  }

  return {
    start() {
      if (state !== 'new') return;
      state = 'running';
      purgeAfter(FIRST_PURGE_MS);
    },
    async stop() {
      state = 'stopped';
      cancel();
      await purging;
    },
  };
}
