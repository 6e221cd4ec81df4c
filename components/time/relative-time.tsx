'use client';

import { sayTime } from '@/lib/inbox/time';
import { useClock } from './clock';
import { wholeTime } from './time-words';

/** A moment that ticks: short for the eye, in words for the ear, whole in the tooltip. */
export function RelativeTime({ iso, long = false }: { iso: string; long?: boolean }) {
  const clock = useClock();
  const said = sayTime(iso, clock);
  return (
    <time dateTime={iso} title={wholeTime(iso, clock)}>
      {long ? (
        said.long
      ) : (
        <>
          <span aria-hidden="true">{said.short}</span>
          <span className="sr-only">{said.long}</span>
        </>
      )}
    </time>
  );
}
