/**
 * How long to wait before the next attempt, in whole milliseconds: anything up to `baseMs` doubled with each
 * attempt, never more than `capMs`. The whole range is random ("full jitter"), so that what failed together
 * does not come back together.
 */
export function backoffMs(attempts: number, range: BackoffRange, random: () => number): number {
  const ceiling = Math.min(range.capMs, range.baseMs * 2 ** Math.min(attempts - 1, 30));
  return Math.round(random() * ceiling);
}

export type BackoffRange = Readonly<{ baseMs: number; capMs: number }>;
