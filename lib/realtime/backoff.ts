/** The shortest wait, as a part of the longest: what keeps failing is never tried again in the same moment. */
const LEAST = 1 / 20;

/**
 * How long to wait before the next attempt, in whole milliseconds: anything up to `baseMs` doubled with each
 * attempt, never more than `capMs`. All of the range but its first twentieth is random ("full jitter"), so that what
 * failed together does not come back together.
 */
export function backoffMs(attempts: number, range: BackoffRange, random: () => number): number {
  const ceiling = Math.min(range.capMs, range.baseMs * 2 ** Math.min(attempts - 1, 30));
  return Math.ceil(ceiling * (LEAST + (1 - LEAST) * random()));
}

export type BackoffRange = Readonly<{ baseMs: number; capMs: number }>;
