import { fullJitter } from './backoff';
import type { Clock } from './clock';

/** How one sync ended. */
export type SyncEnd = 'done' | 'failed' | 'signed-out';

export type SyncLoop = Readonly<{
  /** Syncs: at once (`now`: a person or the line says so), or when a failed one would be tried again anyway (`soon`). */
  trigger(when: 'now' | 'soon'): void;
  /** The slow timer's pace has changed. */
  paced(): void;
  stop(): void;
}>;

/** A server that is down is asked again after at most these waits. */
const FIRST_RETRY_MS = 1_000;
const RETRY_CAP_MS = 30_000;
/** Even a lucky draw does not hammer. */
const RETRY_FLOOR_MS = 200;
/** The slow timer is spread, so that clients that began together do not stay together. */
const SPREAD = 0.2;

/**
 * One sync at a time: a trigger during one runs another afterwards, a failed one is retried with growing,
 * random waits, and without any trigger the slow timer runs one: it catches the loss of the *last* event,
 * which nothing else can notice.
 */
export function createSyncLoop(deps: {
  sync: () => Promise<SyncEnd>;
  /** Milliseconds of the slow timer, as things stand. */
  paceMs: () => number;
  clock: Clock;
  random: () => number;
}): SyncLoop {
  let state: 'idle' | 'syncing' | 'waiting-to-retry' | 'stopped' = 'idle';
  /** What was asked for during a sync. */
  let again: 'no' | 'soon' | 'now' = 'no';
  let failures = 0;
  let cancelTimer = () => {};

  const schedule = (delayMs: number) => {
    cancelTimer();
    cancelTimer = deps.clock.after(delayMs, run);
  };
  const scheduleSlow = () => schedule(deps.paceMs() * (1 + SPREAD * (2 * deps.random() - 1)));

  async function run(): Promise<void> {
    cancelTimer();
    if (state === 'stopped') return;
    state = 'syncing';
    again = 'no';
    ended(await deps.sync());
  }

  function ended(end: SyncEnd): void {
    // It may have been stopped while the answer was on its way.
    if (state !== 'syncing') return;
    if (end === 'signed-out') stop();
    else if (end === 'failed') failed();
    else settle();
  }

  function failed(): void {
    state = 'waiting-to-retry';
    // It may have failed for want of the line whose return was told meanwhile.
    if (again === 'now') void run();
    else retryLater();
  }

  function retryLater(): void {
    const { random } = deps;
    const waitMs = fullJitter(failures, { firstMs: FIRST_RETRY_MS, capMs: RETRY_CAP_MS, random });
    failures += 1;
    schedule(Math.max(RETRY_FLOOR_MS, waitMs));
  }

  function settle(): void {
    failures = 0;
    state = 'idle';
    if (again !== 'no') void run();
    else scheduleSlow();
  }

  function stop(): void {
    state = 'stopped';
    cancelTimer();
  }

  scheduleSlow();
  return {
    trigger(when) {
      if (state === 'syncing') again = when === 'now' || again === 'now' ? 'now' : 'soon';
      else if (state === 'idle' || (state === 'waiting-to-retry' && when === 'now')) void run();
    },
    paced() {
      if (state === 'idle') scheduleSlow();
    },
    stop,
  };
}
