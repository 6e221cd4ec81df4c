'use client';

import type { Row } from '@/lib/client/inbox';
import type { Content } from '@/lib/inbox/notification';
import { NO_HANDLERS } from '../list/no-handlers';
import { NotificationRow } from '../list/notification-row';
import { useClock } from '../time/clock';

/** A draft as it will stand under the bell, drawn by the same row. For the eye: what is beside it says the same in words. */
export function DraftPreview({
  draft,
  heading = 'Preview',
  sentAt = null,
}: {
  draft: Content;
  heading?: string;
  /** ISO 8601; null while it would be sent now. */
  sentAt?: string | null;
}) {
  const clock = useClock();
  const now = new Date(clock.now).toISOString();
  const row: Row = {
    ...draft,
    linkLabel: draft.linkLabel ?? null,
    format: draft.format ?? 'plain',
    isTest: false,
    title: draft.title.trim() === '' ? 'Title' : draft.title,
    id: 'preview',
    seq: 0,
    sortSeq: 0,
    broadcastId: null,
    createdAt: sentAt ?? now,
    seenAt: now,
    readAt: null,
    archivedAt: null,
    editedAt: null,
    waiting: false,
    unsent: false,
    failed: null,
  };
  return (
    <aside className="lg:sticky lg:top-20 lg:self-start">
      <h2 className="mb-2 text-sm font-medium text-muted">{heading}</h2>
      <ul inert className="overflow-hidden rounded-xl border border-line shadow-float">
        <NotificationRow row={row} handlers={NO_HANDLERS} tabbable={false} folds />
      </ul>
    </aside>
  );
}
