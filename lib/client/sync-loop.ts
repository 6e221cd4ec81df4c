import { createBudget } from './budget';
import type { Clock } from './clock';
import { attemptMs, fairMs, RETRY_FLOOR_MS, retryWaitMs } from './sync-waits';

/**
 * How one sync ended. `failed`: nothing was answered, the line may be gone; `refused`: something answered that
 * it cannot or will not.
 */
export type SyncEnd = 'done' | 'failed' | 'refused' | 'signed-out';

/**
 * Who says that a sync is due. `person`: at once. `line`: it seems to be there again; at once, unless it says so
 * all the time. `loss`: the line is gone, for everybody perhaps; after a random wait. `event`: something may be
 * missing; at once, or when a failed sync would be tried again anyway.
 */
export type SyncCause = 'person' | 'line' | 'loss' | 'event';

export type SyncLoop = Readonly<{
  trigger(cause: SyncCause): void;
  /** The slow timer's pace has changed. */
  paced(): void;
  stop(): void;
}>;

/** All clients lose a server at the same moment; their first questions are spread over this. */
const LOSS_SPREAD_MS = 3_000;
/** The slow timer is spread, so that clients that began together do not stay together. */
const SPREAD = 0.2;
/** On a line that comes and goes each second: so many at once, then one in so long. */
const BURST = 4;
const EVERY_MS = 2_000;
/**
 * One sync at a time: a trigger during one runs another afterwards, a failed one is retried with growing,
 * random waits, and without any trigger the slow timer runs one: it catches the loss of the *last* event,
 * which nothing else can notice.
 */
export function createSyncLoop(deps: {
  /** Ends early, in whichever way, when the signal says so. */
  sync: (signal: AbortSignal) => Promise<SyncEnd>;
  /** Milliseconds of the slow timer, as things stand. */
  paceMs: () => number;
  /** Somebody looks at what it brings. */
  isLookedAt: () => boolean;
  /** Events do not come just now. */
  isInDoubt: () => boolean;
  clock: Clock;
  random: () => number;
}): SyncLoop {
  const { clock, random } = deps;
  const budget = createBudget({ burst: BURST, everyMs: EVERY_MS, clock });
  let state: 'idle' | 'due' | 'syncing' | 'stopped' = 'idle';
  /** What was asked for during a sync. */
  let again: SyncCause | null = null;
  let failures = 0;
  let begunAt = 0;
  let dueAt = 0;
  /** How long the last sync took that succeeded; null before one did. */
  let neededMs: number | null = null;
  let cancelTimer = () => {};
  let cut = new AbortController();

  function after(delayMs: number, next: 'idle' | 'due'): void {
    state = next;
    dueAt = clock.now() + delayMs;
    cancelTimer();
    cancelTimer = clock.after(delayMs, run);
  }
  const afterPace = () => after(deps.paceMs() * (1 + SPREAD * (2 * random() - 1)), 'idle');

  async function run(): Promise<void> {
    cancelTimer();
    cut.abort();
    const mine = new AbortController();
    cut = mine;
    state = 'syncing';
    again = null;
    begunAt = clock.now();
    budget.spend();
    if (deps.isInDoubt() && deps.isLookedAt())
      cancelTimer = clock.after(attemptMs(failures, neededMs), cutShort);
    const end = await deps.sync(mine.signal);
    // It may have been cut short, begun anew or stopped while the answer was on its way.
    if (state === 'syncing' && cut === mine) ended(end);
  }

  function cutShort(): void {
    cut.abort();
    ended('failed');
  }

  function ended(end: SyncEnd): void {
    cancelTimer();
    if (end === 'signed-out') stop();
    else if (end === 'done') settle();
    // It may have failed for want of the line whose return was told meanwhile.
    else if (again === 'person' || again === 'line') soonest(again);
    else retryLater(end);
  }

  /** Counted from when the failed one began: what hung on a dead line must not add to the wait. */
  function retryLater(end: 'failed' | 'refused'): void {
    const isUrgent = end === 'failed' && deps.isLookedAt();
    const waitMs = retryWaitMs(failures, { isUrgent, random });
    failures += 1;
    after(Math.max(RETRY_FLOOR_MS, budget.waitMs(), waitMs - tookMs()), 'due');
  }

  function settle(): void {
    failures = 0;
    neededMs = tookMs();
    if (again === null) afterPace();
    else soonest(again);
  }

  const tookMs = () => Math.max(0, clock.now() - begunAt);

  /** At once; but a line that comes and goes is heard once in a while, and never later than was meant anyway. */
  function soonest(cause: SyncCause): void {
    const waitMs = cause === 'line' ? budget.waitMs() : 0;
    if (waitMs === 0) void run();
    else if (state !== 'due' || clock.now() + waitMs < dueAt) after(waitMs, 'due');
  }

  /** News of the line begins a sync anew that may hang on the line that is gone. */
  function during(cause: SyncCause): void {
    const isStuck =
      tookMs() >= fairMs(neededMs) && (cause === 'person' || (cause === 'line' && budget.waitMs() === 0));
    if (isStuck) void run();
    else if (again === null || RANKS.indexOf(cause) > RANKS.indexOf(again)) again = cause;
  }

  function stop(): void {
    state = 'stopped';
    cancelTimer();
  }

  afterPace();
  return {
    trigger(cause) {
      if (state === 'stopped') return;
      if (state === 'syncing') during(cause);
      else if (cause === 'person' || cause === 'line') soonest(cause);
      else if (state === 'due') return;
      else if (cause === 'event') void run();
      else after(random() * LOSS_SPREAD_MS, 'due');
    },
    paced() {
      if (state === 'idle') afterPace();
    },
    stop,
  };
}

/** Of several during one sync the most pressing counts. */
const RANKS: readonly SyncCause[] = ['loss', 'event', 'line', 'person'];
