'use client';

import { useEffect, useState, useSyncExternalStore } from 'react';
import type { InboxSnapshot } from '@/lib/client/inbox';
import { useClock } from '../time/clock';
import { clockTime } from '../time/time-words';
import { BACK_FOR_MS, type ConnectionNotice, connectionNotice, TROUBLE_AFTER_MS } from './connection-notice';

/** The notice about the connection as it is now; it changes with the state and with how long that has lasted. */
export function useConnectionNotice({
  status,
  syncedAt,
}: Pick<InboxSnapshot, 'status' | 'syncedAt'>): ConnectionNotice | null {
  const clock = useClock();
  const online = useSyncExternalStore(onConnectivity, () => navigator.onLine, assumeOnline);
  const state = `${status} ${online}`;
  const [lasted, setLasted] = useState({ state, forMs: 0 });
  const [troubled, setTroubled] = useState(false);
  const [everLive, setEverLive] = useState(false);
  const fine = status === 'live' && online;

  useEffect(() => {
    if (fine) setEverLive(true);
    if (!online) setTroubled(true);
    const trouble = setTimeout(() => {
      setLasted({ state, forMs: TROUBLE_AFTER_MS });
      if (!fine) setTroubled(true);
    }, TROUBLE_AFTER_MS);
    const back = setTimeout(() => {
      setLasted({ state, forMs: BACK_FOR_MS });
      if (fine) setTroubled(false);
    }, BACK_FOR_MS);
    return () => {
      clearTimeout(trouble);
      clearTimeout(back);
    };
  }, [state, fine, online]);

  return connectionNotice({
    status,
    online,
    forMs: lasted.state === state ? lasted.forMs : 0,
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
