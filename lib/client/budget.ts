import type { Clock } from './clock';

/** How often something may be done: some at once, and then one in so many milliseconds. */
export type Budget = Readonly<{
  /** Milliseconds until it may be done; 0: now. */
  waitMs(): number;
  /** It is being done, allowed or not. */
  spend(): void;
}>;

/** A budget that is full at first and fills up again by itself, up to `burst`. */
export function createBudget(deps: { burst: number; everyMs: number; clock: Clock }): Budget {
  const { burst, everyMs, clock } = deps;
  let left = burst;
  let at = clock.now();

  function fill(): void {
    // A computer's clock may be put back: then no time has passed.
    const passedMs = Math.max(0, clock.now() - at);
    left = Math.min(burst, left + passedMs / everyMs);
    at = clock.now();
  }

  return {
    waitMs() {
      fill();
      return left >= 1 ? 0 : Math.ceil((1 - left) * everyMs);
    },
    spend() {
      fill();
      left = Math.max(0, left - 1);
    },
  };
}
