'use client';

import { ArchiveIcon, InboxIcon, MailIcon, MailOpenIcon } from 'lucide-react';
import type { MouseEvent } from 'react';
import type { Row } from '@/lib/client/inbox';
import { IconButton } from '../button';
import type { RowHandlers } from './row-handlers';

/**
 * A row's actions. Always there for assistive technology; for the eye at hover or focus, and always where a
 * finger points.
 */
export function RowActions({
  row,
  handlers,
  tabIndex,
  describedBy,
}: {
  row: Row;
  handlers: RowHandlers;
  tabIndex: number | undefined;
  describedBy: string;
}) {
  const shared = { tabIndex, 'aria-describedby': describedBy, 'data-row-action': '' };
  const unread = row.readAt === null;
  const archived = row.archivedAt !== null;
  return (
    <div className="relative -my-1.5 ms-auto flex opacity-0 group-hover/row:opacity-100 group-focus-within/row:opacity-100 pointer-coarse:opacity-100 motion-safe:transition-opacity motion-safe:duration-100">
      <IconButton
        {...shared}
        label={unread ? 'Mark as read' : 'Mark as unread'}
        onClick={once(() => (unread ? handlers.read(row) : handlers.unread(row)))}
      >
        {unread ? (
          <MailOpenIcon aria-hidden="true" className="size-4" />
        ) : (
          <MailIcon aria-hidden="true" className="size-4" />
        )}
      </IconButton>
      <IconButton
        {...shared}
        label={archived ? 'Move to inbox' : 'Archive'}
        onClick={once(() => (archived ? handlers.restore(row) : handlers.archive(row)))}
      >
        {archived ? (
          <InboxIcon aria-hidden="true" className="size-4" />
        ) : (
          <ArchiveIcon aria-hidden="true" className="size-4" />
        )}
      </IconButton>
    </div>
  );
}

/** The second click of a double click is not meant: the row may have gone, and another have come under the pointer. */
function once(act: () => void): (event: MouseEvent) => void {
  return (event) => {
    if (event.detail <= 1) act();
  };
}
