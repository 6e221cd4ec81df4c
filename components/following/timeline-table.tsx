'use client';

import type { Timeline } from '@/lib/inbox/timeline';
import { number } from '../bell-words';
import { useClock } from '../time/clock';
import { LINES, pointTime, spanOf } from './timeline-words';

/** The numbers of the lines, newest first. */
export function TimelineTable({ from, points }: Pick<Timeline, 'from' | 'points'>) {
  const clock = useClock();
  const span = spanOf(from, points);
  return (
    <details className="text-sm">
      <summary className="inline-flex min-h-8 items-center font-medium text-accent pointer-coarse:min-h-11">
        Show as table
      </summary>
      {/* It scrolls, so the keyboard must be able to get in. */}
      <section
        aria-label="Over time as a table"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: see above.
        tabIndex={0}
        className="relative mt-2 max-h-72 overflow-auto rounded-xl border border-line"
      >
        <table className="w-full tabular-nums">
          <thead className="sticky top-0 border-b border-line bg-raised text-xs text-muted">
            <tr>
              <th scope="col" className="px-3 py-2 text-start font-medium">
                Up to
              </th>
              {LINES.map(({ mark, name }) => (
                <th key={mark} scope="col" className="px-3 py-2 text-end font-medium">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {points.toReversed().map((point, nth) => (
              <tr key={point.at}>
                <th scope="row" className="px-3 py-1.5 text-start font-normal">
                  {nth === 0 ? 'Now' : pointTime(Date.parse(point.at), span, clock)}
                </th>
                {LINES.map(({ mark }) => (
                  <td key={mark} className="px-3 py-1.5 text-end">
                    {number(point[mark])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
