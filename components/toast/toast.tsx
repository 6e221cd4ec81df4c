'use client';

import { ExternalLinkIcon, XIcon } from 'lucide-react';
import { useId } from 'react';
import { parseLink } from '@/lib/inbox/link';
import type { Notification } from '@/lib/inbox/notification';
import { plainText } from '@/lib/inbox/plain-text';
import { IconButton } from '../button';
import { onPlainClick } from '../list/plain-click';
import { hostOf, linkText, TEST_MARK } from '../list/row-words';
import { SeverityMark } from '../list/severity-mark';
import { ToastFrame } from './toast-frame';

/** What a toast shows of a notification. */
export type ToastRow = Pick<
  Notification,
  'id' | 'title' | 'body' | 'format' | 'url' | 'linkLabel' | 'severity' | 'isTest'
>;

/** A passing copy of one notification, cut to a few lines: all of it stands in the inbox. */
export function Toast({
  row,
  onDismiss,
  onOpen,
}: {
  row: ToastRow;
  onDismiss: () => void;
  /** Its link was pressed, without a key that opens it elsewhere. */
  onOpen: () => void;
}) {
  const id = useId();
  const link = row.url === null ? null : parseLink(row.url);
  const host = link === null ? null : hostOf(link);
  const body = row.body === null ? '' : plainText(row.body, row.format);

  return (
    <ToastFrame labelledBy={`${id}title`} critical={row.severity === 'critical'}>
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-2.5 text-xs text-muted">
          <SeverityMark severity={row.severity} />
          {row.isTest && <span className={TEST_MARK}>Test</span>}
        </div>
        <p id={`${id}title`} dir="auto" className="line-clamp-2 font-semibold wrap-anywhere">
          {row.title}
        </p>
        {body !== '' && (
          <p dir="auto" className="mt-0.5 line-clamp-3 text-sm text-muted wrap-anywhere">
            {body}
          </p>
        )}
        <a
          href={link === null ? '/inbox' : `/n/${encodeURIComponent(row.id)}`}
          target={host === null ? undefined : '_blank'}
          rel={host === null ? undefined : 'noopener noreferrer'}
          aria-describedby={`${id}title`}
          onClick={onPlainClick(onOpen)}
          className="mt-1 inline-flex min-h-8 max-w-full items-center gap-1.5 text-sm font-medium text-accent underline underline-offset-2 wrap-anywhere pointer-coarse:min-h-11"
        >
          <span dir="auto" className="line-clamp-2">
            {link === null ? 'Open inbox' : linkText(row.linkLabel)}
          </span>
          {host !== null && (
            <span className="line-clamp-1 text-xs font-normal text-muted">
              <span className="sr-only">Opens in a new tab: </span>
              {host}
            </span>
          )}
          {host !== null && <ExternalLinkIcon aria-hidden="true" className="size-3 shrink-0" />}
        </a>
      </div>
      <IconButton label="Dismiss" aria-describedby={`${id}title`} data-toast-dismiss="" onClick={onDismiss}>
        <XIcon aria-hidden="true" className="size-4" />
      </IconButton>
    </ToastFrame>
  );
}
