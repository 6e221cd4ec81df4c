/**
 * Milliseconds of the machine's monotonic clock, the same in every process: what the server stamps and what the
 * load stamps may be subtracted. `performance.now` alone counts from each process's own start.
 */
export function nowMs(): number {
  return performance.now() + OFFSET_MS;
}

const OFFSET_MS = Number(process.hrtime.bigint()) / 1e6 - performance.now();
