'use client';

import { useEffect, useState, useSyncExternalStore } from 'react';
import { browserClock } from '../clock';
import { browserStream } from '../event-stream';
import type { InitialInbox } from '../inbox';
import { browserSignals } from '../page-signals';
import { request } from '../request';
import { connectApart } from '../shared-connection';
import { createLab, type Lab } from './lab';

/** The two inboxes, live while the component is mounted. */
export function useLab(initial: InitialInbox): Lab {
  const [lab] = useState(() =>
    createLab(initial, {
      request,
      connectApart,
      openStream: browserStream,
      clock: browserClock,
      random: Math.random,
      signals: browserSignals,
    }),
  );
  useEffect(() => {
    const stops = [lab.truth.start(), ...lab.inboxes.map(({ store }) => store.start())];
    return () => {
      for (const stop of stops) stop();
    };
  }, [lab]);
  return lab;
}

/** What such a part of the lab holds now; draws again when it changes. */
export function useSnapshot<Value>(part: {
  subscribe(listener: () => void): () => void;
  getSnapshot(): Value;
}): Value {
  return useSyncExternalStore(part.subscribe, part.getSnapshot, part.getSnapshot);
}
