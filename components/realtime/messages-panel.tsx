'use client';

import { type ComponentType, useEffect, useState } from 'react';
import type { EmbeddedFigures } from '@/lib/client/figures-poll';
import { useClock } from '../time/clock';
import { clockSeconds } from '../time/time-words';
import { type ChartPoint, chartPoints, chartSummary, rateText } from './chart-points';

type Lines = ComponentType<{ points: readonly ChartPoint[] }>;

/** The last five minutes: in a sentence, as two lines, and as a table of the same numbers. */
export function MessagesPanel({ messages }: { messages: EmbeddedFigures['messages'] }) {
  const points = chartPoints(messages);
  const Lines = useLines();
  return (
    <section aria-labelledby="messages" className="space-y-3">
      <h2 id="messages" className="text-lg font-semibold">
        Messages a second
      </h2>
      <p className="text-sm text-muted tabular-nums">{chartSummary(points)}</p>
      <div className="rounded-xl border border-line p-3">
        <p className="mb-2 flex flex-wrap gap-x-5 gap-y-1 text-xs text-muted">
          <LegendEntry name="To clients" className="text-accent" />
          <LegendEntry name="From clients" className="text-warning" dashes="5 3" />
        </p>
        {/* The sentence above and the table below say the same; its height is kept while it loads. */}
        <div aria-hidden="true" className="h-44" data-chart={typeof Lines === 'string' ? Lines : 'drawn'}>
          {typeof Lines === 'string' ? (
            <p className="grid h-full place-items-center text-sm text-muted">{INSTEAD[Lines]}</p>
          ) : (
            <Lines points={points} />
          )}
        </div>
      </div>
      <PointTable points={points} />
    </section>
  );
}

const INSTEAD = {
  loading: 'Drawing…',
  failed: 'The lines could not be loaded. The table has the same numbers.',
} as const;

/** The library that draws is large and only for this page: it comes when the page is there. */
function useLines(): Lines | 'loading' | 'failed' {
  const [lines, setLines] = useState<{ Lines: Lines } | 'loading' | 'failed'>('loading');
  useEffect(() => {
    let left = false;
    import('./message-lines').then(
      ({ MessageLines }) => !left && setLines({ Lines: MessageLines }),
      // No line, or a new build: the page says so in the chart's place, and goes on without it.
      () => !left && setLines('failed'),
    );
    return () => {
      left = true;
    };
  }, []);
  return typeof lines === 'string' ? lines : lines.Lines;
}

/** A piece of the line as it is drawn: dashes tell them apart without colour. */
function LegendEntry({ name, className, dashes }: { name: string; className: string; dashes?: string }) {
  return (
    <span className="inline-flex items-center gap-2">
      <svg aria-hidden="true" viewBox="0 0 24 4" className={`h-1 w-6 ${className}`}>
        <line x1="0" y1="2" x2="24" y2="2" stroke="currentColor" strokeWidth="2" strokeDasharray={dashes} />
      </svg>
      {name}
    </span>
  );
}

function PointTable({ points }: { points: readonly ChartPoint[] }) {
  const clock = useClock();
  return (
    <details className="text-sm">
      <summary className="inline-flex min-h-8 items-center font-medium text-accent pointer-coarse:min-h-11">
        Show as table
      </summary>
      {points.length === 0 ? (
        <p className="text-muted">Nothing was measured yet.</p>
      ) : (
        // It scrolls, so the keyboard must be able to get in.
        <section
          aria-label="Messages a second as a table"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: see above.
          tabIndex={0}
          className="relative mt-2 max-h-72 max-w-md overflow-y-auto rounded-xl border border-line"
        >
          <table className="w-full tabular-nums">
            <thead className="sticky top-0 border-b border-line bg-raised text-xs text-muted">
              <tr>
                <th scope="col" className="px-3 py-2 text-start font-medium">
                  Five seconds to
                </th>
                <th scope="col" className="px-3 py-2 text-end font-medium">
                  To clients
                </th>
                <th scope="col" className="px-3 py-2 text-end font-medium">
                  From clients
                </th>
              </tr>
            </thead>
            <tbody className="divide-y divide-line">
              {points.toReversed().map(({ nth, at, sent, received }) => (
                <tr key={nth}>
                  <th scope="row" className="px-3 py-1.5 text-start font-normal">
                    {clockSeconds(at, clock)}
                  </th>
                  <td className="px-3 py-1.5 text-end">{rateText(sent)}</td>
                  <td className="px-3 py-1.5 text-end">{rateText(received)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </details>
  );
}
