import type { Timers } from './timers';

/**
 * Gives each of many its turn every so often, counted from its own beginning, with one timer for all and none while
 * there are none. After many came at once a bound spreads them. `beat` must not reject.
 */
export function createHeartbeats<T>(options: {
  beat: (one: T) => Promise<void>;
  everyMs: number;
  /** Milliseconds of a clock that is never put back. */
  elapsed: () => number;
  timers: Timers;
}): Heartbeats<T> {
  const { beat, everyMs, elapsed, timers } = options;
  // Whoever is next stands in front: each goes to the back with its turn.
  const dueAt = new Map<T, number>();
  let state: 'idle' | 'running' | 'stopped' = 'idle';
  let cancel = () => {};

  function add(one: T): void {
    dueAt.set(one, elapsed() + everyMs);
    if (state === 'idle') lookLater();
  }

  function lookLater(): void {
    state = 'running';
    cancel = timers.after(LOOK_EVERY_MS, () => void look().then(settle));
  }

  async function look(): Promise<void> {
    let left = BEATS_A_LOOK;
    for (const [one, at] of dueAt) {
      if (at > elapsed() || left === 0) return;
      left -= 1;
      dueAt.delete(one);
      dueAt.set(one, elapsed() + everyMs);
      await beat(one);
    }
  }

  function settle(): void {
    if (state === 'stopped') return;
    state = 'idle';
    if (dueAt.size > 0) lookLater();
  }

  function stop(): void {
    cancel();
    state = 'stopped';
    dueAt.clear();
  }

  return { add, remove: (one) => void dueAt.delete(one), stop };
}

export type Heartbeats<T> = Readonly<{ add(one: T): void; remove(one: T): void; stop(): void }>;

const LOOK_EVERY_MS = 500;
/** 6,000 within 15 s. */
const BEATS_A_LOOK = 200;
