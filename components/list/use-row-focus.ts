'use client';

import { type FocusEvent, type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react';
import { rowAfterRemoval, tabStop } from './roving';

/**
 * Roving focus over the rows inside `region`: one tab stop, moved by `focusRow`. When the row that holds focus
 * leaves the list, focus goes to the next one, else the previous, else to `heading`, and never to nowhere.
 * `onHold` is told whether something in the list has focus, whichever way it came or went; `onLeft` which row went with
 * the focus on it.
 */
export function useRowFocus(
  region: RefObject<HTMLElement | null>,
  ids: readonly string[],
  heading: RefObject<HTMLElement | null>,
  onHold: (held: boolean) => void,
  onLeft?: (id: string) => void,
) {
  const [last, setLast] = useState<string | null>(null);
  const current = useRef<string | null>(null);
  const before = useRef(ids);
  /** What in the list has focus: a row or one of its buttons, or another button between the rows. */
  const focused = useRef<Element | null>(null);

  const focusRow = useCallback(
    (id: string | null) => {
      const row = id === null ? null : rowElement(region.current, id);
      const target = row?.querySelector<HTMLElement>('[data-row-open]') ?? heading.current;
      target?.focus();
      // The whole row, not only its title.
      row?.scrollIntoView({ block: 'nearest' });
    },
    [region, heading],
  );

  useLayoutEffect(() => {
    const gone = current.current;
    const was = before.current;
    before.current = ids;
    if (gone === null || ids.includes(gone)) return;
    current.current = null;
    onLeft?.(gone);
    focusRow(rowAfterRemoval(was, ids, gone));
  }, [ids, focusRow, onLeft]);

  // An element that is taken away with the focus on it does not always tell that it lost it.
  useLayoutEffect(() => {
    if (focused.current === null || focused.current.isConnected) return;
    focused.current = null;
    onHold(false);
    if (document.activeElement === document.body) focusRow(current.current);
  });

  const onFocus = useCallback(
    (event: FocusEvent) => {
      const id = idOf(event.target);
      focused.current = event.target;
      current.current = id;
      if (id !== null) setLast(id);
      onHold(true);
    },
    [onHold],
  );
  const onBlur = useCallback(
    (event: FocusEvent) => {
      focused.current = null;
      current.current = null;
      // On its way to another place in the list focus holds it: else the list would move, or what is to be focused go.
      if (!event.currentTarget.contains(event.relatedTarget)) onHold(false);
    },
    [onHold],
  );

  return {
    /** The row that Tab reaches. */
    stop: tabStop(ids, last),
    /** The row that holds focus, itself or by one of its buttons. */
    focusedId: () => current.current,
    focusRow,
    /** Into and out of a row's buttons: -1 is back towards the row. */
    moveInRow: useCallback(
      (by: 1 | -1) => {
        const row = current.current === null ? null : rowElement(region.current, current.current);
        if (row === null) return;
        const stops = [...row.querySelectorAll<HTMLElement>('[data-row-open], [data-row-action]')];
        const at = stops.findIndex((stop) => stop.matches(':focus'));
        stops[Math.min(Math.max(at + by, 0), stops.length - 1)]?.focus();
      },
      [region],
    ),
    listeners: { onFocus, onBlur },
  };
}

function rowElement(region: HTMLElement | null, id: string): HTMLElement | null {
  return region?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`) ?? null;
}

function idOf(target: EventTarget): string | null {
  return target instanceof Element ? (target.closest<HTMLElement>('[data-id]')?.dataset.id ?? null) : null;
}
