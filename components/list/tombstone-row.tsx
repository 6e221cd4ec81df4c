'use client';

import { useEffect, useState } from 'react';
import type { RemovedFor } from '@/lib/inbox/notification';
import { goneText } from './row-words';

/** Long enough to be read by whoever was reading the row. */
export const TOMBSTONE_MS = 5_000;
/** As long as it takes to close. */
const CLOSES_MS = 160;

/** One line where a row stood; after some seconds it closes, and the rows below come up. */
export function TombstoneRow({
  id,
  reason,
  onDone,
}: {
  id: string;
  reason: RemovedFor;
  onDone: (id: string) => void;
}) {
  const [closing, setClosing] = useState(false);
  useEffect(() => {
    const timer = closing ? setTimeout(onDone, CLOSES_MS, id) : setTimeout(setClosing, TOMBSTONE_MS, true);
    return () => clearTimeout(timer);
  }, [closing, id, onDone]);

  return (
    <li
      data-gone={reason}
      data-gone-id={id}
      data-closing={closing}
      className="grid grid-rows-[1fr] data-[closing=true]:grid-rows-[0fr] motion-safe:transition-[grid-template-rows] motion-safe:duration-150"
    >
      <p className="overflow-hidden bg-raised text-sm text-muted">
        <span className="block border-b border-line px-4 py-3">{goneText(reason)}</span>
      </p>
    </li>
  );
}
