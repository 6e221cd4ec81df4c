import { backoffMs } from './backoff';
import type { Log } from './log';
import { systemTimers, type Timers } from './timers';

/**
 * Lets held and scheduled broadcasts go when they are due, and ends those that are over. It sleeps until the next one, at most a minute,
 * so that a changed clock or a machine that slept is noticed; it looks at once when told that the schedule
 * moved. What was due while the process was down goes at the start. Failures are retried with growing waits.
 *
 * That each goes out once is not this clock's doing: releasing is one transaction of the store.
 */
export function createBroadcastClock(options: BroadcastClockOptions): BroadcastClock {
  const {
    nextDue,
    releaseDue,
    expireDue,
    moved: told,
    logger,
    now,
    timers = systemTimers,
    random = Math.random,
  } = options;
  let state: 'new' | 'asleep' | 'looking' | 'looking, again' | 'stopped' = 'new';
  let cancelSleep = () => {};
  let looking: Promise<void> = Promise.resolve();
  let failures = 0;

  function moved(): void {
    if (state === 'looking') state = 'looking, again';
    if (state === 'asleep') sleep(0);
  }

  function sleep(ms: number): void {
    cancelSleep();
    state = 'asleep';
    const wake = () => {
      state = 'looking';
      looking = look().then((nextMs) => {
        if (state !== 'stopped') sleep(state === 'looking, again' ? 0 : nextMs);
      });
    };
    cancelSleep = ms === 0 ? timers.soon(wake) : timers.after(ms, wake);
  }

  /** Releases and ends what is due; answers how long to sleep. */
  async function look(): Promise<number> {
    try {
      const due = await nextDue();
      const ms = due === null ? LONGEST_SLEEP_MS : await releaseOrWait(due);
      if (failures > 0) logger.info({ attempts: failures }, 'Scheduled broadcasts go out and end again');
      failures = 0;
      return ms;
    } catch (error) {
      if (failures === 0)
        logger.error({ err: error }, 'Scheduled broadcasts cannot go out or end; trying again');
      failures += 1;
      return 1 + backoffMs(failures, RETRY, random);
    }
  }

  async function releaseOrWait(due: number): Promise<number> {
    const at = now();
    if (due > at) return Math.min(due - at, LONGEST_SLEEP_MS);
    // First: what was over before it could go out must not go out.
    const ended = await expireDue({ now: at, limit: AT_ONCE });
    if (ended.length > 0) logger.info({ broadcasts: ended, lateMs: now() - due }, 'Broadcasts ended');
    const gone = await releaseDue({ now: at, limit: AT_ONCE });
    if (gone.length > 0) logger.info({ broadcasts: gone, lateMs: now() - due }, 'Broadcasts went out');
    // Due by its own word and yet nothing done: cancelled in between, or another process has it.
    if (ended.length + gone.length === 0) return NOTHING_DONE_MS;
    told?.([...ended, ...gone]);
    return 0;
  }

  async function stop(): Promise<void> {
    state = 'stopped';
    cancelSleep();
    await looking;
  }

  function start(): void {
    if (state === 'new') sleep(0);
  }

  return { start, moved, stop };
}

export type BroadcastClock = Readonly<{
  /** Looks now and from then on. */
  start(): void;
  /** Something was held, scheduled, paused or cancelled, or ends at another time. Never throws and never waits. */
  moved(): void;
  /** Resolves when a release under way is done. Never rejects. */
  stop(): Promise<void>;
}>;

export type BroadcastClockOptions = Readonly<{
  /** When the next one goes out or is over, in milliseconds, or null. */
  nextDue: () => Promise<number | null>;
  /** Sends what is due, at most `limit`; answers which. */
  releaseDue: (at: { now: number; limit: number }) => Promise<readonly string[]>;
  /** Ends what is over, at most `limit`; answers which. */
  expireDue: (at: { now: number; limit: number }) => Promise<readonly string[]>;
  /** What went out or ended; after each time that something did. */
  moved?: (broadcastIds: readonly string[]) => void;
  logger: Log;
  now: () => number;
  timers?: Timers;
  random?: () => number;
}>;

/** Also keeps far below the 24.8 days beyond which a Node timer fires at once. */
const LONGEST_SLEEP_MS = 60_000;
/** Each counts its audience; between two calls others have their turn. */
const AT_ONCE = 20;
const NOTHING_DONE_MS = 1_000;
const RETRY = { baseMs: 500, capMs: 30_000 };
