import { backoffMs } from './backoff';
import type { Timers } from './timers';

/**
 * The streams that wait to be published, each once and at most once under way, so that the events of one
 * stream leave in order. Those a commit has just told of go before those a sweep has found. What failed
 * rests for a growing time and is then handed out alone, so that it cannot take others down with it.
 *
 * It may forget: a stream it has no room for stays dirty in the database, where the sweep finds it.
 */
export function createDirtyStreams(options: {
  timers: Timers;
  random: () => number;
  /** A stream that rested waits again. */
  onRested: () => void;
  now: () => number;
  capacity?: number;
}): DirtyStreams {
  const { timers, random, onRested, now, capacity = 10_000 } = options;
  const waiting = { told: new Set<string>(), swept: new Set<string>() };
  const underWay = new Map<string, 'as it was' | 'moved again'>();
  const resting = new Map<string, () => void>();
  const failures = new Map<string, number>();
  /** Since when each is known to be dirty; oldest first, as nothing is ever put back in front. */
  const dirtySince = new Map<string, number>();

  function add(userId: string, by: 'told' | 'swept'): boolean {
    if (underWay.has(userId)) underWay.set(userId, 'moved again');
    if (underWay.has(userId) || resting.has(userId) || waiting.told.has(userId)) return false;
    if (by === 'swept' && waiting.swept.has(userId)) return false;
    if (by === 'told') waiting.swept.delete(userId);
    if (size() >= capacity) return false;
    waiting[by].add(userId);
    if (!dirtySince.has(userId)) dirtySince.set(userId, now());
    return true;
  }

  function take(limit: number): readonly string[] {
    const taken: string[] = [];
    for (const lane of [waiting.told, waiting.swept]) {
      for (const userId of lane) {
        const alone = failures.has(userId);
        if (taken.length === limit || (alone && taken.length > 0)) return taken;
        lane.delete(userId);
        underWay.set(userId, 'as it was');
        taken.push(userId);
        if (alone) return taken;
      }
    }
    return taken;
  }

  function published(userId: string): void {
    const movedAgain = underWay.get(userId) === 'moved again';
    underWay.delete(userId);
    failures.delete(userId);
    dirtySince.delete(userId);
    if (!movedAgain) return;
    waiting.told.add(userId);
    dirtySince.set(userId, now());
  }

  function failed(userId: string): number {
    underWay.delete(userId);
    const attempts = (failures.get(userId) ?? 0) + 1;
    if (resting.size >= capacity) {
      failures.delete(userId);
      dirtySince.delete(userId);
      return attempts;
    }
    failures.set(userId, attempts);
    const rest = backoffMs(attempts, RETRY, random);
    resting.set(
      userId,
      timers.after(rest, () => rested(userId)),
    );
    return attempts;
  }

  function rested(userId: string): void {
    resting.delete(userId);
    waiting.told.add(userId);
    onRested();
  }

  function wake(): void {
    for (const [userId, cancel] of resting) {
      cancel();
      waiting.told.add(userId);
    }
    resting.clear();
  }

  function clear(): void {
    for (const cancel of resting.values()) cancel();
    for (const held of [resting, failures, dirtySince, waiting.told, waiting.swept]) held.clear();
  }

  const size = () => waiting.told.size + waiting.swept.size;
  const unsettled = () => size() + resting.size + underWay.size;

  function oldestSince(): number | null {
    const [oldest = null] = dirtySince.values();
    return oldest;
  }

  return { add, take, published, failed, wake, clear, size, unsettled, oldestSince };
}

export type DirtyStreams = Readonly<{
  /** Whether it newly waits; false when it does already, rests, is under way (it then waits again) or there is no room. */
  add(userId: string, by: 'told' | 'swept'): boolean;
  /** The next ones, at most `limit`; one that failed before comes alone. They are under way until settled. */
  take(limit: number): readonly string[];
  published(userId: string): void;
  /** How many attempts have failed in a row. */
  failed(userId: string): number;
  /** Ends every rest: what they waited for is there again. */
  wake(): void;
  /** Forgets all that waits or rests. */
  clear(): void;
  /** How many wait. */
  size(): number;
  /** How many are not published yet: waiting, resting and under way. */
  unsettled(): number;
  /** Since when the oldest of these is known to be dirty, in milliseconds; null when there is none. */
  oldestSince(): number | null;
}>;

/** The cap is also how long a single stream may take to notice that what it waited for is back. */
const RETRY = { baseMs: 250, capMs: 2_000 };
