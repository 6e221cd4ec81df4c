'use client';

import { CircleCheckIcon, TriangleAlertIcon } from 'lucide-react';
import { useEffect } from 'react';
import type { RoundTrip } from '@/lib/client/round-trip';
import { type RealtimeSettings, useRoundTrip } from '@/lib/client/use-realtime';
import { Button } from '../button';
import { useAnnounce } from '../speech/announcer';
import { useClock } from '../time/clock';
import { clockSeconds } from '../time/time-words';
import { roundTripWords } from './round-trip-words';

/** A button that sends an event to this very page, and says how long it took or which half failed. */
export function RoundTripPanel({
  viewerId,
  realtime,
  service,
}: {
  viewerId: string;
  realtime: RealtimeSettings;
  service: string | null;
}) {
  const { trip, at, make } = useRoundTrip(viewerId, realtime);
  return <RoundTripResult trip={trip} at={at} service={service} onMake={make} />;
}

export function RoundTripResult({
  trip,
  at,
  service,
  onMake,
}: {
  trip: RoundTrip;
  /** When it was decided; the page may stand open for days. */
  at: number | null;
  service: string | null;
  onMake: () => void;
}) {
  const announce = useAnnounce();
  const clock = useClock();
  const words = roundTripWords(trip, service);
  const said = words === null ? null : `${words.text} ${words.more}`;
  // The same words twice are two outcomes: each trip is an object of its own.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
  useEffect(() => {
    if (said !== null) announce(said);
  }, [trip, announce]);

  const busy = trip.kind === 'under-way';
  const Icon = words?.tone === 'bad' ? TriangleAlertIcon : CircleCheckIcon;
  return (
    <section aria-labelledby="round-trip" className="rounded-xl border border-line px-4 py-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
        <div className="min-w-0 flex-1 basis-64">
          <h2 id="round-trip" className="text-lg font-semibold">
            Round trip
          </h2>
          <p className="text-sm text-muted">
            Publishes an event to this page and waits for it, the way every event goes.
          </p>
        </div>
        {/* Not `disabled`: focus would be lost with every press. */}
        <Button kind="primary" aria-disabled={busy} onClick={busy ? undefined : onMake}>
          {busy ? 'Testing…' : 'Test round trip'}
        </Button>
      </div>
      {words !== null && (
        <div
          data-round-trip={trip.kind}
          data-tone={words.tone}
          className="mt-3 flex items-start gap-2 border-t border-line pt-3 data-[tone=bad]:text-critical data-[tone=good]:text-success"
        >
          <Icon aria-hidden="true" className="mt-0.5 size-5 shrink-0" />
          <div className="min-w-0 wrap-anywhere">
            <p className="font-medium tabular-nums">{words.text}</p>
            <p className="text-sm text-muted tabular-nums">
              {words.more}
              {at !== null && ` Tested at ${clockSeconds(at, clock)}.`}
            </p>
          </div>
        </div>
      )}
    </section>
  );
}
