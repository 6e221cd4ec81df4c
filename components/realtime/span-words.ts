/** How long something lasted, in its two greatest units: "0.4 s", "12 s", "3 min 5 s", "2 h 10 min", "3 d 4 h". */
export function spanText(ms: number): string {
  if (ms < 10_000) return `${Math.floor(ms / 100) / 10} s`;
  const seconds = Math.floor(ms / 1_000);
  for (const [size, unit, below, belowUnit] of UNITS) {
    if (seconds < size) continue;
    const rest = Math.floor((seconds % size) / below);
    return `${Math.floor(seconds / size)} ${unit}${rest === 0 ? '' : ` ${rest} ${belowUnit}`}`;
  }
  return `${seconds} s`;
}

const UNITS = [
  [86_400, 'd', 3_600, 'h'],
  [3_600, 'h', 60, 'min'],
  [60, 'min', 1, 's'],
] as const;
