import { type BackoffRange, backoffMs } from './backoff';
import type { Log } from './log';
import type { Timers } from './timers';

/**
 * Holds attempts back while something that everybody needs is down. After five failures in a row it is down:
 * it rests, then one attempt is due, and each that fails lengthens the next rest, up to its cap. One success
 * and it is up. Each change is said once, not each failure. It goes by timers, not by the time of day, which
 * may be put back an hour.
 */
export function createBreaker(options: {
  /** What is up or down, for the log: "The realtime service". */
  what: string;
  /** The rest is over: an attempt may be made. */
  onDue: () => void;
  timers: Timers;
  random: () => number;
  logger: Log;
}): Breaker {
  const { what, onDue, timers, random, logger } = options;
  let state: 'up' | 'resting' | 'due' = 'up';
  let failures = 0;
  let cancelRest = () => {};

  function failed(error: unknown): void {
    // An attempt from before it went down says nothing about now.
    if (state === 'resting') return;
    failures += 1;
    if (failures < FAILURES_TO_GO_DOWN) return;
    if (state === 'up') {
      logger.warn({ err: error }, `${what} is not answering; trying again at growing intervals`);
    }
    state = 'resting';
    cancelRest = timers.after(backoffMs(failures - FAILURES_TO_GO_DOWN + 1, REST, random), () => {
      state = 'due';
      onDue();
    });
  }

  function succeeded(): boolean {
    const wasDown = state !== 'up';
    // As loud as the news it ends: whoever reads the one must not miss the other.
    if (wasDown) logger.warn({ attempts: failures }, `${what} is answering again`);
    cancelRest();
    failures = 0;
    state = 'up';
    return wasDown;
  }

  return {
    failed,
    succeeded,
    isDown: () => state !== 'up',
    isResting: () => state === 'resting',
    stop: () => cancelRest(),
  };
}

export type Breaker = Readonly<{
  failed(error: unknown): void;
  /** Whether this brought it up again. */
  succeeded(): boolean;
  /** One attempt at a time. */
  isDown(): boolean;
  /** No attempt now. */
  isResting(): boolean;
  /** Leaves no timer. */
  stop(): void;
}>;

/** One or two failures are a hiccup that each attempt's own wait covers. */
const FAILURES_TO_GO_DOWN = 5;
/**
 * The cap is short, for it is how long everybody stays wrong after what they needed is back; and an attempt is one small
 * call, so that one a second in the mean costs nobody anything.
 */
const REST: BackoffRange = { baseMs: 250, capMs: 2_000 };
