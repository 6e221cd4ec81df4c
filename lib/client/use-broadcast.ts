'use client';

import { useEffect, useState, useSyncExternalStore } from 'react';
import type { RealtimeSettings } from '@/lib/realtime/settings';
import { type BroadcastProgress, createBroadcastWatch } from './broadcast-watch';
import { browserClock } from './clock';
import { getProgress } from './following';
import { connect } from './shared-connection';

export type { RealtimeSettings };

/** State and figures of a broadcast, live while the component is mounted; `refresh` asks at once. */
export function useBroadcast(
  id: string,
  initial: BroadcastProgress,
  realtime: RealtimeSettings,
): BroadcastProgress & { refresh: () => void } {
  const [watch] = useState(() =>
    createBroadcastWatch(id, initial, { link: connect(realtime), ask: getProgress, clock: browserClock }),
  );
  useEffect(() => watch.start(), [watch]);
  const progress = useSyncExternalStore(watch.subscribe, watch.getSnapshot, () => initial);
  return { ...progress, refresh: watch.refresh };
}
