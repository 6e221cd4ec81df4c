/** A wait after `attempt` failures (0 for the first): anywhere between nothing and a ceiling that doubles, so that many clients do not return together ("full jitter"). */
export function fullJitter(
  attempt: number,
  { firstMs, capMs, random }: { firstMs: number; capMs: number; random: () => number },
): number {
  return random() * Math.min(capMs, firstMs * 2 ** Math.min(attempt, 30));
}
