'use client';

import { useEffect, useState, useSyncExternalStore } from 'react';
import type { InboxSnapshot } from '@/lib/client/inbox';
import { useClock } from '../time/clock';
import { clockTime } from '../time/time-words';
import {
  BACK_FOR_MS,
  type ConnectionNotice,
  connectionNotice,
  FIRST_FOR_MS,
  TROUBLE_AFTER_MS,
} from './connection-notice';

/** When the notice may change by itself. */
const STEPS_MS = [TROUBLE_AFTER_MS, BACK_FOR_MS, FIRST_FOR_MS];

/** The notice about the connection as it is now; it changes with the state and with how long that has lasted. */
export function useConnectionNotice({
  status,
  syncedAt,
}: Pick<InboxSnapshot, 'status' | 'syncedAt'>): ConnectionNotice | null {
  const clock = useClock();
  const online = useSyncExternalStore(onConnectivity, () => navigator.onLine, assumeOnline);
  const fine = status === 'live';
  const offline = !online && !fine;
  const [lasted, setLasted] = useState({ fine, forMs: 0 });
  const [troubled, setTroubled] = useState(false);
  const [everLive, setEverLive] = useState(false);

  // Counted from when updates stopped being live: how it is tried to bring them back makes no second beginning.
  useEffect(() => {
    if (fine) setEverLive(true);
    const timers = STEPS_MS.map((forMs) =>
      setTimeout(() => {
        setLasted({ fine, forMs });
        if (!fine && forMs === TROUBLE_AFTER_MS) setTroubled(true);
        if (fine && forMs === BACK_FOR_MS) setTroubled(false);
      }, forMs),
    );
    return () => {
      for (const timer of timers) clearTimeout(timer);
    };
  }, [fine]);
  useEffect(() => {
    if (offline) setTroubled(true);
  }, [offline]);

  return connectionNotice({
    status,
    online,
    forMs: lasted.fine === fine ? lasted.forMs : 0,
    shownAt: syncedAt === null ? null : clockTime(syncedAt, clock),
    troubled,
    everLive,
  });
}

function onConnectivity(listener: () => void): () => void {
  addEventListener('online', listener);
  addEventListener('offline', listener);
  return () => {
    removeEventListener('online', listener);
    removeEventListener('offline', listener);
  };
}

const assumeOnline = () => true;
