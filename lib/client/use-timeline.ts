'use client';

import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Figures } from '@/lib/inbox/broadcast';
import type { Timeline } from '@/lib/inbox/timeline';
import { browserClock } from './clock';
import { getTimeline } from './following';
import { createTimelineWatch } from './timeline-watch';

/** How a broadcast came in over time, asked again while its figures move; null until the first answer. */
export function useTimeline(id: string, figures: Figures): Timeline | null {
  const [watch] = useState(() => createTimelineWatch(id, { ask: getTimeline, clock: browserClock }));
  useEffect(() => watch.start(), [watch]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the figures are what it goes by.
  useEffect(() => watch.moved(), [watch, figures]);
  return useSyncExternalStore(watch.subscribe, watch.getSnapshot, never);
}

const never = () => null;
