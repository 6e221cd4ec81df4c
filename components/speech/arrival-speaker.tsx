'use client';

import { useEffect, useRef } from 'react';
import { useInbox } from '@/lib/client/inbox-provider';
import { useAnnounce } from './announcer';
import { type Arrivals, arrive, arrivedSince, dueAt, NO_ARRIVALS, speak, topOf } from './arrivals';

/** Says what arrived, gathered into at most one sentence in ten seconds, while the tab is looked at. */
export function ArrivalSpeaker() {
  const { counts, views } = useInbox();
  const announce = useAnnounce();
  const rows = views.inbox.rows;
  const top = useRef<number | null>(null);
  const waiting = useRef<Arrivals>(NO_ARRIVALS);

  useEffect(() => {
    const came = top.current === null ? [] : arrivedSince(rows, top.current);
    top.current = topOf(rows, top.current);
    const { arrivals, alert } = arrive(waiting.current, came, Date.now());
    waiting.current = arrivals;
    if (alert !== null && !document.hidden) announce(alert, 'assertive');

    const due = dueAt(arrivals);
    if (due === null) return;
    const timer = setTimeout(() => {
      const said = speak(waiting.current, { now: Math.max(Date.now(), due), unread: counts.unread });
      if (said === null) return;
      waiting.current = said.arrivals;
      if (!document.hidden) announce(said.text);
    }, due - Date.now());
    return () => clearTimeout(timer);
  }, [rows, counts.unread, announce]);

  return null;
}
