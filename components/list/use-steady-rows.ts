'use client';

import { type PointerEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { InboxView } from '@/lib/client/inbox';
import { type Hold, holdOf, type SteadyRows, steadyRows } from './steady-rows';

export type HoldReason = 'pointer' | 'focus' | 'scroll' | 'readAll' | 'readAllFocus';

/**
 * A view whose rows stand still while there is a reason: the pointer is over them, one has focus, the list is
 * scrolled, or "mark all as read" is about to be pressed. `showNew` lets the arrivals in; the reason goes on.
 */
export function useSteadyRows(view: InboxView): SteadyRows & {
  keep: (reason: HoldReason, on: boolean) => void;
  showNew: () => void;
  letGo: () => void;
  /** For an element that holds the rows while a mouse or pen is over it. A finger does not hover. */
  whilePointed: (reason: HoldReason) => {
    onPointerEnter: (event: PointerEvent) => void;
    onPointerLeave: (event: PointerEvent) => void;
  };
} {
  const [hold, setHold] = useState<Hold | null>(null);
  const reasons = useRef(new Set<HoldReason>());
  const shown = useRef(view);
  useEffect(() => {
    shown.current = view;
  }, [view]);

  const keep = useCallback((reason: HoldReason, on: boolean) => {
    if (on) reasons.current.add(reason);
    else reasons.current.delete(reason);
    setHold((before) => (reasons.current.size === 0 ? null : (before ?? holdOf(shown.current))));
  }, []);
  const showNew = useCallback(() => {
    setHold((before) => (before === null ? null : holdOf(shown.current)));
  }, []);
  const letGo = useCallback(() => {
    reasons.current.clear();
    setHold(null);
  }, []);
  const whilePointed = useCallback(
    (reason: HoldReason) => ({
      onPointerEnter: (event: PointerEvent) => {
        if (event.pointerType !== 'touch') keep(reason, true);
      },
      onPointerLeave: () => keep(reason, false),
    }),
    [keep],
  );

  const steady = useMemo(() => steadyRows(view, hold), [view, hold]);
  return { ...steady, keep, showNew, letGo, whilePointed };
}
