/**
 * A wait after `attempt` failures (0 for the first): anywhere between a floor and a ceiling that doubles, so that
 * many clients do not return together ("full jitter").
 */
export function fullJitter(
  attempt: number,
  {
    firstMs,
    capMs,
    floorMs = 0,
    random,
  }: { firstMs: number; capMs: number; floorMs?: number; random: () => number },
): number {
  const ceilingMs = Math.min(capMs, firstMs * 2 ** Math.min(attempt, 30));
  return floorMs + random() * Math.max(0, ceilingMs - floorMs);
}
