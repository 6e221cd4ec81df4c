import { fullJitter } from './backoff';
import type { Clock } from './clock';

/** When to connect, over and over, until it holds. */
export type Retries = Readonly<{
  /** The first attempt, at once. */
  begin(): void;
  /** The running attempt begins only now: what it did before was loading code, and says nothing of the line. */
  restart(): void;
  /** The attempt succeeded. */
  connected(): void;
  /** The connection was lost: the next attempt comes after a random wait. */
  lost(): void;
  /** The running attempt has failed already, which is rarely told. */
  failed(): void;
  /** Attempts are rare: half a minute to a minute apart, until this is taken back, which hurries. */
  rest(resting: boolean): void;
  /** Attempts now, if it is waiting; or anew as soon as the running attempt has had a fair time. */
  hurry(): void;
  isConnected(): boolean;
  stop(): void;
}>;

/** Ceilings of the random waits: 0.5 s, then 1 s, … up to 30 s. */
const FIRST_WAIT_MS = 500;
const WAIT_CAP_MS = 30_000;
/**
 * The ceiling stays at 1.5 s for so many attempts. More would only keep a crowd busy with a server that is away: what
 * finds it back is the sync, which is tried on, and which hurries the next attempt when it is answered.
 */
const SHORT_WAIT_CAP_MS = 1_500;
const SHORT_ATTEMPTS = 3;
/** The waits while something else carries the events: from half a minute to a whole one. */
const RARE_WAIT_MS = 30_000;
/** Connected for so long, the next loss is a new story. */
const STABLE_AFTER_MS = 30_000;
/** An attempt is given three times what connecting last took, within these; the very first is given the benefit of the doubt. */
const ATTEMPT_MIN_MS = 1_000;
const ATTEMPT_FIRST_MS = 5_000;
const ATTEMPT_CAP_MS = 15_000;
const ATTEMPT_GROWTH = 1.3;

/**
 * Attempts with a timeout of their own and random, growing waits between. An attempt must be cut short
 * because pusher-js does not say that one has failed. The timeout follows what this line needs and grows when
 * that does not help, so that a line that became slow connects as well.
 */
export function createRetries(deps: {
  attempt: () => void;
  /** Ends an attempt that took too long. */
  giveUp: () => void;
  clock: Clock;
  random: () => number;
}): Retries {
  const { clock } = deps;
  let state: 'waiting' | 'attempting' | 'connected' | 'stopped' = 'waiting';
  let failures = 0;
  let begunAt = 0;
  /** What connecting last took; null before it ever did. */
  let neededMs: number | null = null;
  let resting = false;
  let cancel = () => {};

  function attempt(): void {
    cancel();
    state = 'attempting';
    begunAt = clock.now();
    cancel = clock.after(timeoutMs(), fail);
    deps.attempt();
  }

  function fail(): void {
    deps.giveUp();
    wait();
  }

  const fairMs = () => (neededMs === null ? ATTEMPT_FIRST_MS : Math.max(ATTEMPT_MIN_MS, 3 * neededMs));

  /** On a line that is known, short attempts stay short: a growing one would still hang on the dead server when the new one answers. */
  function timeoutMs(): number {
    const grown = neededMs === null ? failures : Math.max(0, failures - SHORT_ATTEMPTS + 1);
    return Math.min(ATTEMPT_CAP_MS, fairMs() * ATTEMPT_GROWTH ** Math.min(grown, 30));
  }

  function wait(): void {
    cancel();
    state = 'waiting';
    if (resting) {
      cancel = clock.after(RARE_WAIT_MS * (1 + deps.random()), attempt);
      return;
    }
    const capMs = failures < SHORT_ATTEMPTS ? SHORT_WAIT_CAP_MS : WAIT_CAP_MS;
    const grown = failures < SHORT_ATTEMPTS ? failures : failures - SHORT_ATTEMPTS + 2;
    failures += 1;
    cancel = clock.after(fullJitter(grown, { firstMs: FIRST_WAIT_MS, capMs, random: deps.random }), attempt);
  }

  function hurry(): void {
    if (state === 'waiting') attempt();
    else if (state === 'attempting') {
      // It may have met the dead server a moment ago, which is not told: it has no more than what is fair from its beginning.
      const leftMs = Math.min(fairMs(), fairMs() - (clock.now() - begunAt));
      cancel();
      if (leftMs > 0) cancel = clock.after(leftMs, again);
      else again();
    }
  }

  function again(): void {
    deps.giveUp();
    attempt();
  }

  return {
    begin: attempt,
    restart() {
      if (state === 'attempting') begunAt = clock.now();
    },
    connected() {
      if (state === 'stopped') return;
      cancel();
      // A computer's clock may be put forward or back meanwhile.
      neededMs = Math.min(ATTEMPT_CAP_MS, Math.max(0, clock.now() - begunAt));
      state = 'connected';
      cancel = clock.after(STABLE_AFTER_MS, () => {
        failures = 0;
      });
    },
    lost() {
      if (state === 'connected') wait();
    },
    failed() {
      if (state === 'attempting') fail();
    },
    rest(now) {
      if (now === resting) return;
      resting = now;
      if (state === 'waiting') {
        if (resting) wait();
        else attempt();
      }
    },
    hurry,
    isConnected: () => state === 'connected',
    stop() {
      cancel();
      state = 'stopped';
    },
  };
}
