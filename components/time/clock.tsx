'use client';

import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import type { Reading } from '@/lib/inbox/time';
import { createTicker } from './ticker';

const ClockContext = createContext<Reading | null>(null);

/**
 * Gives every time below it one ticking clock. The first render in the browser uses the server's moment and
 * zone, so the HTML matches; the browser's own zone takes over right after and is remembered in the `tz` cookie.
 */
export function ClockProvider({ clock, children }: { clock: Reading; children: ReactNode }) {
  const [ticker] = useState(() => createTicker(clock.now));
  const now = useSyncExternalStore(ticker.subscribe, ticker.now, () => clock.now);
  const timeZone = useSyncExternalStore(never, browserZone, () => clock.timeZone);

  useEffect(() => {
    if (timeZone === clock.timeZone) return;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing from browsers in use.
    document.cookie = `tz=${encodeURIComponent(timeZone)}; path=/; max-age=31536000; samesite=lax`;
  }, [timeZone, clock.timeZone]);

  return <ClockContext value={{ now, locale: clock.locale, timeZone }}>{children}</ClockContext>;
}

/** The moment, language and zone to show times by. */
export function useClock(): Reading {
  const clock = useContext(ClockContext);
  if (clock === null) throw new Error('A time is shown outside of ClockProvider.');
  return clock;
}

// A zone does not change under a page; nothing has to be listened to.
const never = () => () => {};
const browserZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
