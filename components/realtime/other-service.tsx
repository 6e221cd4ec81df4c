'use client';

import { useClock } from '../time/clock';
import { wholeTime } from '../time/time-words';

/** Who carries the events instead of this process, and what can therefore not be told here. */
export function OtherService({ service, startedAt }: { service: string | null; startedAt: number }) {
  const clock = useClock();
  return (
    <div className="rounded-xl border border-line bg-raised px-4 py-3">
      <p>
        Events are carried by <strong className="wrap-anywhere">{service}</strong>. Its connections, channels
        and closes are not known here: look at its own pages.
      </p>
      <p className="mt-1 text-xs text-muted">
        What this process hands to it is below, counted since{' '}
        {wholeTime(new Date(startedAt).toISOString(), clock)}.
      </p>
    </div>
  );
}
