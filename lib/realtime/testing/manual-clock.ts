import type { Timers } from '../timers';

/** Time that passes only when the test says so. What is due runs in order, each with all that follows from it. */
export function createManualClock(startMs = 1_700_000_000_000): ManualClock {
  // Timers run by elapsed time; only `now` has a wall clock's habit of being put elsewhere.
  let time = startMs;
  let wallAheadMs = 0;
  let made = 0;
  const sleeping = new Map<number, { at: number; run: () => void }>();
  let turn = new Map<number, () => void>();

  const timers: Timers = {
    after(ms, run) {
      const id = ++made;
      sleeping.set(id, { at: time + Math.max(ms, 0), run });
      return () => void sleeping.delete(id);
    },
    soon(run) {
      const id = ++made;
      const mine = turn;
      mine.set(id, run);
      return () => void mine.delete(id);
    },
  };

  /** Everything that needs no time: turns of the event loop and the promises between them. */
  async function settle(): Promise<void> {
    do {
      const due = turn;
      turn = new Map();
      for (const [id, run] of due) if (due.delete(id)) run();
      await new Promise((resolve) => setImmediate(resolve));
    } while (turn.size > 0);
  }

  async function advance(ms: number): Promise<void> {
    const until = time + ms;
    await settle();
    for (;;) {
      const [next] = [...sleeping]
        .filter(([, { at }]) => at <= until)
        .sort(([a, x], [b, y]) => x.at - y.at || a - b);
      if (next === undefined) break;
      const [id, { at, run }] = next;
      sleeping.delete(id);
      time = Math.max(time, at);
      run();
      await settle();
    }
    time = until;
  }

  return {
    now: () => time + wallAheadMs,
    timers,
    settle,
    advance,
    sleeping: () => sleeping.size,
    set: (to) => (wallAheadMs = to - time),
  };
}

export type ManualClock = Readonly<{
  now: () => number;
  timers: Timers;
  settle(): Promise<void>;
  advance(ms: number): Promise<void>;
  /** Timers that are set. */
  sleeping(): number;
  /** Puts the wall clock somewhere else without anything becoming due. */
  set(to: number): void;
}>;
