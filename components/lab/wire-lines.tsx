'use client';

import { useId } from 'react';
import { useSnapshot } from '@/lib/client/lab/use-lab';
import type { WireLog } from '@/lib/client/lab/wire-log';
import { useClock } from '../time/clock';

/** What went over the wire of one inbox, newest first. */
export function WireLines({ name, log }: { name: string; log: WireLog }) {
  const lines = useSnapshot(log);
  const { locale, timeZone } = useClock();
  const id = useId();
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'medium', timeZone });
  return (
    <div className="border-t border-line bg-raised">
      <h3 id={`${id}h`} className="px-4 pt-2 text-sm font-semibold">
        What went over the wire of {name}
      </h3>
      <section
        aria-labelledby={`${id}h`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys.
        tabIndex={0}
        className="h-32 overflow-y-auto px-4 py-2 text-xs -outline-offset-2"
      >
        {lines.length === 0 && <p className="text-muted">Nothing yet.</p>}
        <ol>
          {lines.map(({ nth, at, words, kind }) => (
            <li
              key={nth}
              data-kind={kind}
              className="flex gap-3 py-0.5 tabular-nums text-muted data-[kind=event]:text-text data-[kind=fault]:text-warning"
            >
              <span className="shrink-0">{time.format(at)}</span>
              <span className="min-w-0 wrap-anywhere">{words}</span>
            </li>
          ))}
        </ol>
      </section>
    </div>
  );
}
