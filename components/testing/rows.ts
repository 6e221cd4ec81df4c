import type { InboxView, Row } from '@/lib/client/inbox';

/** A row that is unread and unseen unless told otherwise. */
export function aRow(row: Partial<Row> & { id: string }): Row {
  return {
    seq: row.sortSeq ?? 1,
    sortSeq: 1,
    title: `Title of ${row.id}`,
    body: null,
    url: null,
    category: 'general',
    severity: 'info',
    linkLabel: null,
    format: 'plain',
    isTest: false,
    broadcastId: null,
    createdAt: '2026-11-03T14:05:00.000Z',
    seenAt: null,
    readAt: null,
    archivedAt: null,
    editedAt: null,
    waiting: false,
    unsent: false,
    failed: null,
    ...row,
  };
}

/** A loaded view of these rows. */
export function aView(rows: readonly Row[], view: Partial<InboxView> = {}): InboxView {
  const top = rows.reduce((highest, row) => Math.max(highest, row.sortSeq), 0);
  return {
    rows,
    through: `e1.${top}`,
    generation: 0,
    state: 'ready',
    everLoaded: true,
    more: false,
    loadingOlder: false,
    loadOlderFailed: false,
    ...view,
  };
}
