import { type BackoffRange, backoffMs } from './backoff';
import type { Log } from './log';

/**
 * Holds attempts back while something that everybody needs is down. After five failures in a row it is
 * *down*: one attempt at a time, after a wait that grows to `capMs` at most; one success and it is *up*.
 * Each change is said once, not each failure.
 */
export function createBreaker(options: {
  /** What is up or down, for the log: "the realtime service". */
  what: string;
  now: () => number;
  random: () => number;
  logger: Log;
  range?: BackoffRange;
}): Breaker {
  const { what, now, random, logger, range = { baseMs: 250, capMs: 10_000 } } = options;
  let failures = 0;
  let downSince: number | null = null;
  let retryAt = 0;

  function failed(error: unknown): void {
    // An attempt from before it went down says nothing about now.
    if (downSince !== null && now() < retryAt) return;
    failures += 1;
    if (failures < FAILURES_TO_GO_DOWN) return;
    if (downSince === null) {
      downSince = now();
      logger.warn({ err: error }, `${what} is not answering; trying again at growing intervals`);
    }
    retryAt = now() + backoffMs(failures - FAILURES_TO_GO_DOWN + 1, range, random);
  }

  function succeeded(): boolean {
    const wasDown = downSince !== null;
    if (downSince !== null) logger.info({ downMs: now() - downSince }, `${what} is answering again`);
    failures = 0;
    downSince = null;
    return wasDown;
  }

  return {
    failed,
    succeeded,
    isDown: () => downSince !== null,
    waitMs: () => (downSince === null ? 0 : Math.max(0, retryAt - now())),
  };
}

export type Breaker = Readonly<{
  failed(error: unknown): void;
  /** Whether this brought it up again. */
  succeeded(): boolean;
  isDown(): boolean;
  /** Milliseconds until the next attempt may be made; 0: now. */
  waitMs(): number;
}>;

/** One or two failures are a hiccup that each attempt's own wait covers. */
const FAILURES_TO_GO_DOWN = 5;
