'use client';

import { ExternalLinkIcon } from 'lucide-react';
import { memo, useId, useState } from 'react';
import type { Row } from '@/lib/client/inbox';
import { parseLink } from '@/lib/inbox/link';
import { RelativeTime } from '../time/relative-time';
import { refusedText } from './done-words';
import { RowActions } from './row-actions';
import { RowBody } from './row-body';
import type { RowHandlers } from './row-handlers';
import { RowOpener } from './row-opener';
import { categoryText, hostOf, rowPrefix, TEST_MARK } from './row-words';
import { SeverityMark } from './severity-mark';

/** One notification. Everything a sender wrote is shown as text, in its own direction, never as markup. */
export const NotificationRow = memo(function NotificationRow({
  row,
  handlers,
  tabbable,
  folds,
  startsOpen = false,
}: {
  row: Row;
  handlers: RowHandlers;
  /** The list's one tab stop; undefined while the page has no script running: then every row is one. */
  tabbable: boolean | undefined;
  /** Long text is cut to two lines. */
  folds: boolean;
  /** Shows all of its text from the beginning. */
  startsOpen?: boolean;
}) {
  const id = useId();
  const [unfolded, setUnfolded] = useState(startsOpen);
  const link = row.url === null ? null : parseLink(row.url);
  const host = link === null ? null : hostOf(link);
  const tabIndex = tabbable === undefined ? undefined : tabbable ? 0 : -1;
  const cut = !unfolded && (folds || link === null);

  return (
    <li
      data-id={row.id}
      data-state={row.readAt === null ? 'unread' : 'read'}
      data-unseen={row.seenAt === null}
      // Waiting for the line may take hours, and what is busy may not be read out.
      aria-busy={row.waiting && !row.unsent}
      className="group/row relative flex gap-3 border-b border-line px-4 py-3 last:border-b-0 before:absolute before:inset-y-0 before:start-0 before:w-[3px] hover:bg-raised data-[state=unread]:bg-unread data-[state=unread]:before:bg-accent"
    >
      <span
        aria-hidden="true"
        className="mt-1.75 size-2 shrink-0 rounded-full group-data-[state=unread]/row:bg-accent"
      />
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline gap-3">
          <RowOpener
            id={row.id}
            url={row.url}
            unfolded={row.body === null ? null : !cut}
            tabIndex={tabIndex}
            aria-describedby={`${id}body ${id}meta ${id}refusal`}
            onOpen={() => {
              if (link === null) setUnfolded((before) => !before);
              handlers.open(row);
            }}
          >
            <span className="sr-only">{rowPrefix(row)}</span>
            <span
              id={`${id}title`}
              dir="auto"
              className="block wrap-anywhere group-data-[state=unread]/row:font-semibold"
            >
              {row.title}
            </span>
          </RowOpener>
          <span className="shrink-0 text-xs text-muted">
            <RelativeTime iso={row.createdAt} />
          </span>
        </div>
        {row.body !== null && (
          <RowBody id={`${id}body`} body={row.body} format={row.format} cut={cut} folds={folds} />
        )}
        <div className="mt-1 flex items-center gap-2 text-xs text-muted pointer-coarse:mt-0">
          <span id={`${id}meta`} className="flex min-w-0 flex-wrap items-center gap-x-2.5 gap-y-0.5">
            {row.isTest && <span className={TEST_MARK}>Test</span>}
            <SeverityMark severity={row.severity} silent />
            <span className="wrap-anywhere">{categoryText(row.category)}</span>
            {row.editedAt !== null && <span>Edited</span>}
            {row.unsent && <span className="text-warning">Waiting to be sent</span>}
            {link !== null && row.linkLabel !== null && (
              <span dir="auto" className="font-medium text-accent wrap-anywhere">
                {row.linkLabel}
              </span>
            )}
            {host !== null && (
              <span className="inline-flex min-w-0 items-center gap-1 wrap-anywhere">
                <span className="sr-only">Opens in a new tab: </span>
                {host}
                <ExternalLinkIcon aria-hidden="true" className="size-3 shrink-0" />
              </span>
            )}
          </span>
          <RowActions row={row} handlers={handlers} tabIndex={tabIndex} describedBy={`${id}title`} />
        </div>
        {row.failed !== null && (
          <p className="relative mt-1.5 flex flex-wrap items-center gap-x-2 text-sm text-critical">
            <span id={`${id}refusal`}>{refusedText(row.failed)}</span>
            <button
              type="button"
              data-row-action=""
              aria-describedby={`${id}title`}
              tabIndex={tabIndex}
              onClick={(event) => {
                // This button goes with the refusal.
                event.currentTarget.closest('li')?.querySelector<HTMLElement>('[data-row-open]')?.focus();
                handlers.retry(row);
              }}
              className="min-h-8 font-semibold underline underline-offset-2 pointer-coarse:min-h-11"
            >
              Retry
            </button>
          </p>
        )}
      </div>
    </li>
  );
});
