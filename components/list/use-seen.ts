'use client';

import { type RefObject, useEffect, useRef } from 'react';
import type { Row } from '@/lib/client/inbox';
import { createDwell, type Dwell } from './dwell';

/** Half of a row, or half a screen of a row that is taller than that. */
const ENOUGH = 0.5;

type Watch = Readonly<{
  dwell: Dwell;
  observer: IntersectionObserver;
  /** What is observed, by the row's id. */
  observed: Map<string, Element>;
}>;

/**
 * Tells which unseen rows inside `region` have been in sight for a second in a visible tab. Arrivals do not
 * start the second of the others again; the store batches, and forgets what it already knows.
 */
export function useSeen(
  region: RefObject<HTMLElement | null>,
  rows: readonly Row[],
  onSeen: (ids: readonly string[]) => void,
): void {
  const watch = useRef<Watch | null>(null);

  useEffect(() => {
    const made = startWatch(onSeen);
    watch.current = made;
    const onVisibility = () => (document.hidden ? made.dwell.pause() : made.dwell.resume());
    onVisibility();
    document.addEventListener('visibilitychange', onVisibility);
    return () => {
      document.removeEventListener('visibilitychange', onVisibility);
      made.observer.disconnect();
      made.dwell.stop();
      watch.current = null;
    };
  }, [onSeen]);

  useEffect(() => {
    if (watch.current === null || region.current === null) return;
    const { dwell, observer, observed } = watch.current;
    const wanted = new Set(rows.filter((row) => row.seenAt === null).map((row) => row.id));
    for (const [id, element] of observed) {
      if (wanted.has(id) && element.isConnected) continue;
      observer.unobserve(element);
      observed.delete(id);
      dwell.forget(id);
    }
    for (const id of wanted) {
      if (observed.has(id)) continue;
      const element = region.current.querySelector(`[data-id="${CSS.escape(id)}"]`);
      if (element === null) continue;
      observed.set(id, element);
      observer.observe(element);
    }
  }, [rows, region]);
}

function startWatch(onSeen: (ids: readonly string[]) => void): Watch {
  const dwell = createDwell(onSeen);
  const observer = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        const id = entry.target instanceof HTMLElement ? entry.target.dataset.id : undefined;
        if (id === undefined) continue;
        if (isInSight(entry)) dwell.enter(id);
        else dwell.leave(id);
      }
    },
    { threshold: [0, 0.1, 0.25, ENOUGH, 0.75, 1] },
  );
  return { dwell, observer, observed: new Map() };
}

function isInSight(entry: IntersectionObserverEntry): boolean {
  if (!entry.isIntersecting) return false;
  if (entry.intersectionRatio >= ENOUGH) return true;
  return entry.rootBounds !== null && entry.intersectionRect.height >= entry.rootBounds.height * ENOUGH;
}
