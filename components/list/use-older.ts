'use client';

import { useEffect, useRef } from 'react';
import type { InboxView, Row } from '@/lib/client/inbox';
import { olderText } from '../bell-words';
import { useAnnounce } from '../speech/announcer';

/**
 * Asks for older rows; when they have come, focus goes to the first of them and their number is said, because
 * the button that was pressed may be gone. A person who has gone elsewhere meanwhile is left there.
 */
export function useOlder({
  view,
  rows,
  load,
  focusRow,
}: {
  view: InboxView;
  rows: readonly Row[];
  load: () => void;
  focusRow: (id: string) => void;
}): (pressed: HTMLElement) => void {
  const announce = useAnnounce();
  const asked = useRef<{ last: string | undefined; pressed: HTMLElement } | null>(null);
  const { loadingOlder } = view;

  useEffect(() => {
    if (asked.current === null || loadingOlder) return;
    const { last, pressed } = asked.current;
    asked.current = null;
    const at = rows.findIndex(({ id }) => id === last);
    const came = at === -1 ? [] : rows.slice(at + 1);
    const [first] = came;
    if (first === undefined) return;
    announce(olderText(came.length));
    const focused = document.activeElement;
    if (focused === pressed || focused === document.body) focusRow(first.id);
  }, [rows, loadingOlder, announce, focusRow]);

  return (pressed) => {
    if (loadingOlder) return;
    asked.current = { last: rows.at(-1)?.id, pressed };
    load();
  };
}
