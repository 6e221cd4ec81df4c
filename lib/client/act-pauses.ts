import { fullJitter } from './backoff';
import { createBudget } from './budget';
import type { Clock } from './clock';

/** When acts whose answer was lost are asked for again. */
export type Pauses = Readonly<{
  isPaused(): boolean;
  /** Something was lost, or the browser knows of no line, and nothing was answered since. */
  isInDoubt(): boolean;
  /** No answer came: nothing is asked until the wait is over, or the line seems to be back. */
  lost(): void;
  /** One came: what is lost next is a new story. */
  answered(): void;
  /** The browser says that there is no line: the next attempt is a long way off, unless the line comes back. */
  offline(): void;
  /** The line seems to be back. */
  hurry(): void;
  stop(): void;
}>;

const FIRST_WAIT_MS = 500;
const WAIT_CAP_MS = 30_000;
/** What hurries may lie (a proxy that lets syncs through, but no acts), so it hurries a few at once, then one in so long. */
const HURRIES = 3;
const HURRY_EVERY_MS = 2_000;

export function createPauses(deps: { clock: Clock; random: () => number; resume: () => void }): Pauses {
  const { clock, random } = deps;
  const budget = createBudget({ burst: HURRIES, everyMs: HURRY_EVERY_MS, clock });
  let paused = false;
  let doubt = false;
  let failures = 0;
  let endsAt = 0;
  let cancel = () => {};

  function pause(waitMs: number): void {
    cancel();
    paused = true;
    doubt = true;
    endsAt = clock.now() + waitMs;
    cancel = clock.after(waitMs, () => {
      paused = false;
      deps.resume();
    });
  }

  return {
    isPaused: () => paused,
    isInDoubt: () => doubt,
    lost() {
      if (paused) return;
      pause(fullJitter(failures, { firstMs: FIRST_WAIT_MS, capMs: WAIT_CAP_MS, floorMs: 100, random }));
      failures += 1;
    },
    answered() {
      failures = 0;
      doubt = false;
    },
    offline() {
      if (!paused) pause(WAIT_CAP_MS);
    },
    hurry() {
      if (!paused) return;
      const waitMs = budget.waitMs();
      if (clock.now() + waitMs >= endsAt) return;
      budget.spend();
      pause(waitMs);
    },
    stop() {
      cancel();
      paused = false;
    },
  };
}
