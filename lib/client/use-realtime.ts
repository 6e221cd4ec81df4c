'use client';

import { useEffect, useState, useSyncExternalStore } from 'react';
import type { RealtimeSettings } from '@/lib/realtime/settings';
import { browserClock } from './clock';
import { createFiguresPoll, type PolledFigures, type RealtimeFigures } from './figures-poll';
import { browserSignals } from './page-signals';
import { createRequest, request } from './request';
import { createRoundTrips, type RoundTrip } from './round-trip';
import { connect } from './shared-connection';

export type { RealtimeSettings };

/** Realtime figures, kept up to date while the component is mounted and the page is visible. */
export function useRealtimeFigures(initial: RealtimeFigures): PolledFigures {
  const [poll] = useState(() =>
    createFiguresPoll(initial, { request: quickRequest, clock: browserClock, signals: browserSignals }),
  );
  const [rendered] = useState(poll.getSnapshot);
  useEffect(() => poll.start(), [poll]);
  return useSyncExternalStore(poll.subscribe, poll.getSnapshot, () => rendered);
}

/** The last round trip of this page, when it was decided (by this computer, null before), and how to make another. */
export function useRoundTrip(
  viewerId: string,
  realtime: RealtimeSettings,
): { trip: RoundTrip; at: number | null; make: () => void } {
  const [trips] = useState(() =>
    createRoundTrips({ viewerId, link: connect(realtime), request, clock: steadyClock }),
  );
  const [at, setAt] = useState<number | null>(null);
  useEffect(() => trips.subscribe(() => setAt(Date.now())), [trips]);
  useEffect(() => trips.start(), [trips]);
  const trip = useSyncExternalStore(trips.subscribe, trips.getSnapshot, none);
  return { trip, at, make: trips.make };
}

/** A server that hangs is to be called late soon; the next question asks for the same. */
const quickRequest = createRequest({ timeoutMs: 5_000 });
/** Milliseconds that no correction of the computer's time makes longer or shorter. */
const steadyClock = { ...browserClock, now: () => performance.now() };
const NONE: RoundTrip = { kind: 'none' };
const none = () => NONE;
