'use client';

import type { EmbeddedFigures } from '@/lib/client/figures-poll';
import { useClock } from '../time/clock';
import { clockSeconds, dayHeading, dayKey, wholeTime } from '../time/time-words';
import { closeMeaning, ENDED_BY } from './close-words';
import { spanText } from './span-words';

type Close = EmbeddedFigures['closes'][number];

// On a phone there are two columns, which say all of it.
const HEAD = 'px-3 py-2 text-start font-medium';
const CELL = 'px-3 py-2 align-top max-sm:hidden';

/** The last twenty connections that ended, newest first. */
export function LastCloses({ closes }: { closes: readonly Close[] }) {
  return (
    <section aria-labelledby="closes" className="space-y-3">
      <h2 id="closes" className="text-lg font-semibold">
        Last closes
      </h2>
      {closes.length === 0 ? (
        <p className="rounded-xl border border-line px-6 py-8 text-center text-muted">
          No connection has ended since the start.
        </p>
      ) : (
        <div className="overflow-hidden rounded-xl border border-line">
          <table className="w-full text-sm">
            <thead className="border-b border-line bg-raised text-xs text-muted">
              <tr>
                <th scope="col" className={HEAD}>
                  When
                </th>
                <th scope="col" className={HEAD}>
                  Code
                </th>
                {['Reason', 'Ended by', 'Held'].map((name) => (
                  <th key={name} scope="col" className={`${HEAD} max-sm:hidden`}>
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody className="divide-y divide-line">
              {closes.map((close, place) => (
                // Two may end in the same millisecond, so their place is part of their name.
                // biome-ignore lint/suspicious/noArrayIndexKey: see above.
                <CloseLine key={`${close.at} ${place}`} close={close} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function CloseLine({ close }: { close: Close }) {
  const { at, code, reason, by, heldMs } = close;
  return (
    <tr data-close={code}>
      <th scope="row" className="px-3 py-2 text-start align-top font-normal whitespace-nowrap tabular-nums">
        <Moment at={at} />
      </th>
      <td className="px-3 py-2 align-top">
        <span className="font-medium tabular-nums">{code}</span>{' '}
        <span className="text-muted">{closeMeaning(close)}</span>
        <span className="mt-0.5 block text-xs text-muted sm:hidden">
          {reason !== '' && <Reason text={reason} />}
          <span className="block">
            By {ENDED_BY[by]}, held {spanText(heldMs)}
          </span>
        </span>
      </td>
      <td className={CELL}>{reason === '' ? <None /> : <Reason text={reason} />}</td>
      <td className={`${CELL} first-letter:uppercase`}>{ENDED_BY[by]}</td>
      <td className={`${CELL} whitespace-nowrap tabular-nums`}>{spanText(heldMs)}</td>
    </tr>
  );
}

/** A client may have written anything: its words turn no direction but their own. */
function Reason({ text }: { text: string }) {
  return (
    <bdi dir="auto" className="wrap-anywhere">
      {text}
    </bdi>
  );
}

function Moment({ at }: { at: number }) {
  const clock = useClock();
  const iso = new Date(at).toISOString();
  const isToday = dayKey(iso, clock) === dayKey(new Date(clock.now).toISOString(), clock);
  return (
    <time dateTime={iso} title={wholeTime(iso, clock)}>
      {!isToday && <span className="block text-xs text-muted">{dayHeading(iso, clock)}</span>}
      {clockSeconds(at, clock)}
    </time>
  );
}

function None() {
  return (
    <span className="text-muted">
      <span aria-hidden="true">–</span>
      <span className="sr-only">none</span>
    </span>
  );
}
