/** The value below which this share of them lies; `NaN` of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);
export const p99 = (values: readonly number[]): number => percentile(values, 0.99);

/** One line of the table. Everything is a median unless `p99` or its name says otherwise. */
export type Row = Readonly<{
  what: string;
  unit: 'ms' | '/s' | 'KiB' | 'MiB' | 'µs' | '%' | '';
  value: number;
  p99?: number;
  /** The raw `ws` or bare `node:http` server at the same work in the same run. */
  raw?: number;
  /** Measured by raw. */
  ratio?: number;
  target?: Target;
}>;

/** What was promised, and whether this run kept it. */
export type Target = Readonly<{ promise: string; isReached: boolean }>;

export const atMost = (value: number, limit: number, unit: string): Target => ({
  promise: `≤ ${limit}${unit}`,
  isReached: value <= limit,
});
export const atLeast = (value: number, limit: number, unit: string): Target => ({
  promise: `≥ ${limit.toLocaleString('en')}${unit}`,
  isReached: value >= limit,
});
