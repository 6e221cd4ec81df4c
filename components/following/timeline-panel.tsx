'use client';

import { type ComponentType, useEffect, useState } from 'react';
import { withNow } from '@/lib/client/timeline-watch';
import { useTimeline } from '@/lib/client/use-timeline';
import type { Figures } from '@/lib/inbox/broadcast';
import type { Timeline } from '@/lib/inbox/timeline';
import { useClock } from '../time/clock';
import { TimelineTable } from './timeline-table';
import { LINES, timelineSummary, untimedText } from './timeline-words';

type Lines = ComponentType<Pick<Timeline, 'from' | 'points'>>;

/** How it came in: in a sentence, as lines, and as a table of the same numbers. */
export function TimelinePanel({ id, figures }: { id: string; figures: Figures }) {
  const clock = useClock();
  const timeline = useTimeline(id, figures);
  const Lines = useLines();
  const points = timeline === null ? [] : withNow(timeline, figures, clock.now);
  const untimed = timeline && untimedText(timeline.untimed);
  return (
    <section aria-labelledby="timeline" className="space-y-3">
      <h2 id="timeline" className="text-lg font-semibold">
        Over time
      </h2>
      {timeline !== null && <p className="text-sm text-muted tabular-nums">{timelineSummary(points)}</p>}
      <div className="rounded-xl border border-line p-3">
        <p className="mb-2 flex flex-wrap gap-x-5 gap-y-1 text-xs text-muted">
          {LINES.map(({ mark, name, className, dashes }) => (
            <span key={mark} className="inline-flex items-center gap-2">
              <svg aria-hidden="true" viewBox="0 0 24 4" className={`h-1 w-6 ${className}`}>
                <line
                  x1="0"
                  y1="2"
                  x2="24"
                  y2="2"
                  stroke="currentColor"
                  strokeWidth="2"
                  strokeDasharray={dashes}
                />
              </svg>
              {name}
            </span>
          ))}
        </p>
        {/* The sentence above and the table below say the same; its height is kept while it loads. */}
        <div aria-hidden="true" className="h-52" data-chart={typeof Lines === 'string' ? Lines : 'drawn'}>
          {typeof Lines === 'string' || timeline === null ? (
            <p className="grid h-full place-items-center text-sm text-muted">
              {Lines === 'failed'
                ? 'The lines could not be loaded. The table has the same numbers.'
                : 'Drawing…'}
            </p>
          ) : (
            <Lines from={timeline.from} points={points} />
          )}
        </div>
      </div>
      {untimed && <p className="text-sm text-muted">{untimed}</p>}
      {timeline !== null && <TimelineTable from={timeline.from} points={points} />}
    </section>
  );
}

/** The library that draws is large and only for this page: it comes when the page is there. */
function useLines(): Lines | 'loading' | 'failed' {
  const [lines, setLines] = useState<{ Lines: Lines } | 'loading' | 'failed'>('loading');
  useEffect(() => {
    let left = false;
    import('./timeline-lines').then(
      ({ TimelineLines }) => !left && setLines({ Lines: TimelineLines }),
      // No line, or a new build: the page says so in the chart's place, and goes on without it.
      () => !left && setLines('failed'),
    );
    return () => {
      left = true;
    };
  }, []);
  return typeof lines === 'string' ? lines : lines.Lines;
}
