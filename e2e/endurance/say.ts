/** A line for whoever watches a run; standard output is the runner's. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** The distribution of some milliseconds in one line. */
export function quantiles(values: readonly number[]): string {
  if (values.length === 0) return 'nothing was measured';
  const at = (share: number) => `${Math.round(quantile(values, share))} ms`;
  return `p50 ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)}, max ${at(1)} (${values.length})`;
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
