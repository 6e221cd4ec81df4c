/** Milliseconds until it is so; `null` when it is not so within `limitMs`. Looks each 5 ms. */
export async function msUntil(isSo: () => boolean, limitMs: number): Promise<number | null> {
  const begun = performance.now();
  while (!isSo()) {
    if (performance.now() - begun > limitMs) return null;
    await pause(5);
  }
  return performance.now() - begun;
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** `p50 / p95 / max` in seconds, `–` beside what did not happen in time. */
export function seconds(values: readonly (number | null)[]): string {
  const sorted = values.map((value) => value ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  const said = (ms: number) => (ms === Number.POSITIVE_INFINITY ? 'never' : (ms / 1_000).toFixed(2));
  return `${said(at(0.5))} / ${said(at(0.95))} / ${said(sorted.at(-1) ?? 0)} s of ${sorted.length}`;
}
