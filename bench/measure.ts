import { cpus } from 'node:os';

export type Measured = Readonly<{
  what: string;
  rounds: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** The same work by bare prepared statements; null when there is no such thing. */
  bareP50: number | null;
  ratio: number | null;
  budgetMs?: number;
}>;

type Work = (round: number) => unknown;

/** Runs the work and its baseline alternately, so that a busy machine slows both; `prepare` is not timed. */
export async function measure(
  what: string,
  rounds: number,
  { store, bare, prepare, budgetMs }: { store: Work; bare?: Work; prepare?: Work; budgetMs?: number },
): Promise<Measured> {
  const times: number[] = [];
  const bareTimes: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await prepare?.(round);
    times.push(await timed(() => store(round)));
    if (bare) bareTimes.push(await timed(() => bare(round)));
  }
  const p50 = percentile(times, 0.5);
  const bareP50 = bare ? percentile(bareTimes, 0.5) : null;
  const ratio = bareP50 === null ? null : p50 / bareP50;
  return { what, rounds, p50, p99: percentile(times, 0.99), bareP50, ratio, budgetMs };
}

/** A table for people and one JSON line for programs; with `json` only the line. */
export function report(results: readonly Measured[], { json }: { json: boolean }): void {
  if (!json) {
    const rows = results.map((result) => ({
      what: result.what,
      rounds: result.rounds,
      'median ms': round(result.p50),
      'p99 ms': round(result.p99),
      'bare ms': result.bareP50 === null ? '' : round(result.bareP50),
      ratio: result.ratio === null ? '' : round(result.ratio),
      budget:
        result.budgetMs === undefined
          ? ''
          : `${result.p50 <= result.budgetMs ? 'kept' : 'MISSED'} (${result.budgetMs} ms)`,
    }));
    console.table(rows);
  }
  const machine = { node: process.version, cpus: cpus().length, cpu: cpus()[0]?.model ?? 'unknown' };
  console.log(JSON.stringify({ bench: 'store', at: new Date().toISOString(), machine, results }));
}

async function timed(work: () => unknown): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

export function percentile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

const round = (value: number) => Math.round(value * 1_000) / 1_000;
