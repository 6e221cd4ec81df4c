import { getTableColumns } from 'drizzle-orm';
import { isoOrNull, toIso } from '@/db/sqlite/iso';
import { notifications } from '@/db/sqlite/schema';
import type { Notification } from '@/lib/inbox/notification';
import type { Change } from '@/lib/inbox/stream';

const { userId, broadcastEntry, deliveredAt, clickedAt, removedAt, removedFor, ...shown } =
  getTableColumns(notifications);

/** The columns a person's own client is told, and no others. */
export const shownColumns = shown;
export const changeColumns = { ...shown, removedAt, removedFor };

type Row<
  Columns extends Record<string, { readonly _: { readonly data: unknown; readonly notNull: boolean } }>,
> = {
  readonly [Name in keyof Columns]: Columns[Name]['_']['notNull'] extends true
    ? Columns[Name]['_']['data']
    : Columns[Name]['_']['data'] | null;
};

export function toNotification(row: Row<typeof shownColumns>): Notification {
  return {
    id: row.id,
    seq: row.seq,
    sortSeq: row.sortSeq,
    title: row.title,
    body: row.body,
    url: row.url,
    category: row.category,
    severity: row.severity,
    linkLabel: row.linkLabel,
    format: row.format,
    isTest: row.isTest,
    broadcastId: row.broadcastId,
    createdAt: toIso(row.createdAt),
    seenAt: isoOrNull(row.seenAt),
    readAt: isoOrNull(row.readAt),
    archivedAt: isoOrNull(row.archivedAt),
    editedAt: isoOrNull(row.editedAt),
  };
}

export function toChange(row: Row<typeof changeColumns>): Change {
  return row.removedAt === null
    ? { seq: row.seq, item: toNotification(row) }
    : { seq: row.seq, id: row.id, removed: true, reason: row.removedFor ?? 'recalled' };
}
