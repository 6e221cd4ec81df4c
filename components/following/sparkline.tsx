/** How fast it was seen, as a small picture; the numbers are in the cells beside it. */
export function Sparkline({ points }: { points: readonly number[] }) {
  const top = Math.max(1, points.at(-1) ?? 0);
  const step = points.length > 1 ? 100 / (points.length - 1) : 100;
  const line = points.map((point, nth) => `${round(nth * step)},${round(22 - (point / top) * 20)}`).join(' ');
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 100 24"
      preserveAspectRatio="none"
      className="h-6 w-20 text-accent rtl:-scale-x-100"
    >
      <polyline
        points={line}
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}

const round = (value: number) => Math.round(value * 10) / 10;
