import { createBudget } from './budget';
import type { Clock } from './clock';
import { attemptMs, fairMs, RETRY_FLOOR_MS, retryWaitMs } from './sync-waits';

/**
 * How one sync ended. `failed`: nothing was answered, the line may be gone; `refused`: something answered that
 * it cannot or will not.
 */
export type SyncEnd = 'done' | 'failed' | 'refused' | 'signed-out';

/**
 * Who says that a sync is due. `person`: somebody asks, or has come back to the page; at once. `line`: it seems to be
 * there again; at once, unless it says so all the time. `loss`: the line is gone, for everybody perhaps; after a random
 * wait. `event`: something may be missing; at once, unless the line comes and goes, or when a failed sync would be
 * tried again anyway.
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
/** On a line that comes and goes each second: one in so long, whatever asks for it except a person. */
const EVERY_MS = 2_000;
/** Lost or found twice within so long, or failed at, it is one that comes and goes, for so long. */
const SHAKY_MS = 10_000;
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
  const budget = createBudget({ burst: 1, everyMs: EVERY_MS, clock });
  let state: 'idle' | 'due' | 'syncing' | 'stopped' = 'idle';
  /** What was asked for during a sync. */
  let again: SyncCause | null = null;
  let failures = 0;
  let begunAt = 0;
  let dueAt = 0;
  let lineNewsAt = Number.NEGATIVE_INFINITY;
  let shakyUntil = Number.NEGATIVE_INFINITY;
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
    shakyUntil = clock.now() + SHAKY_MS;
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
    const isFree = cause === 'person' || (cause === 'event' && clock.now() >= shakyUntil);
    const waitMs = isFree ? 0 : budget.waitMs();
    if (waitMs === 0) void run();
    else if (state !== 'due' || clock.now() + waitMs < dueAt) after(waitMs, 'due');
  }

  /** News of the line begins a sync anew that may hang on the line that is gone. */
  function during(cause: SyncCause): void {
    const isNews = cause === 'person' || cause === 'line';
    const isStuck = isNews && tookMs() >= fairMs(neededMs);
    const waitMs = cause === 'line' ? budget.waitMs() : 0;
    if (isStuck && waitMs === 0) return void run();
    if (again === null || RANKS.indexOf(cause) > RANKS.indexOf(again)) again = cause;
    if (!isStuck) return;
    cancelTimer();
    cancelTimer = clock.after(waitMs, run);
  }

  function onLineNews(): void {
    const isAnother = Math.abs(clock.now() - lineNewsAt) < SHAKY_MS;
    lineNewsAt = clock.now();
    if (isAnother) shakyUntil = clock.now() + SHAKY_MS;
  }

  function stop(): void {
    state = 'stopped';
    cancelTimer();
  }

  afterPace();
  return {
    trigger(cause) {
      if (state === 'stopped') return;
      if (cause === 'line' || cause === 'loss') onLineNews();
      if (state === 'syncing') during(cause);
      else if (cause === 'person' || cause === 'line') soonest(cause);
      else if (state === 'due') return;
      else if (cause === 'event') soonest(cause);
      else after(Math.max(random() * LOSS_SPREAD_MS, budget.waitMs()), 'due');
    },
    paced() {
      if (state === 'idle') afterPace();
    },
    stop,
  };
}

/** Of several during one sync the most pressing counts. */
const RANKS: readonly SyncCause[] = ['loss', 'event', 'line', 'person'];
