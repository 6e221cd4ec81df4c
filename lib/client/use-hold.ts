'use client';

import { useEffect, useState, useSyncExternalStore } from 'react';
import type { BroadcastState } from '@/lib/inbox/broadcast';
import { browserClock } from './clock';
import { createHoldWatch, type Hold } from './hold-watch';
import { getWaiting } from './sending';

/** How long it is until a broadcast goes out, counted while the component is mounted; `refresh` asks at once. */
export function useHold(
  id: string,
  initial: { state: BroadcastState; dueAt: string | null; serverNow: number | null },
): Hold & { refresh: () => void } {
  const [{ watch, first }] = useState(() => {
    const dueAt = initial.dueAt === null ? null : Date.parse(initial.dueAt);
    const made = createHoldWatch(id, { ...initial, dueAt }, { ask: getWaiting, clock: browserClock });
    return { watch: made, first: made.getSnapshot() };
  });
  useEffect(() => watch.start(), [watch]);
  const hold = useSyncExternalStore(watch.subscribe, watch.getSnapshot, () => first);
  return { ...hold, refresh: watch.refresh };
}
