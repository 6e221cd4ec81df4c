'use client';

import { useEffect, useRef, useState } from 'react';
import type { Undoable } from '@/lib/client/inbox';

/** Time to change one's mind with the eyes on it; after that `z` and the Archived view still undo. */
export const OFFER_MS = 10_000;

/** Acts that take something away from what is on screen. Reading one row is undone where it was done. */
const OFFERED: readonly Undoable['did'][] = ['archive', 'restore', 'readAll'];

/**
 * The act just done, for ten seconds (longer while `held`); null otherwise, and when another was done after it.
 * An act is offered once, in the tab where it was done, and once more when its undoing was refused and has put it back.
 */
export function useUndoOffer(undoable: readonly Undoable[], held: boolean): Undoable | null {
  const [offer, setOffer] = useState<Undoable | null>(null);
  const known = useRef(new Set(undoable.map((act) => act.operation)));

  useEffect(() => {
    const last = undoable.at(-1) ?? null;
    const isFresh = last !== null && !known.current.has(last.operation);
    known.current = new Set(undoable.map((act) => act.operation));
    if (isFresh) setOffer(last.here && OFFERED.includes(last.did) ? last : null);
    else setOffer((before) => (last?.operation === before?.operation ? last : null));
  }, [undoable]);

  const operation = offer?.operation;
  useEffect(() => {
    if (operation === undefined || held) return;
    const timer = setTimeout(setOffer, OFFER_MS, null);
    return () => clearTimeout(timer);
  }, [operation, held]);

  return offer;
}
