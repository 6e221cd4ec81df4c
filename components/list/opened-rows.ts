import type { InboxSnapshot, InboxView, Row } from '@/lib/client/inbox';

/**
 * A view of unread rows together with those that were `opened` in it: opening reads a row, and it must not go
 * from under the eyes that have just begun to read. What was archived or recalled meanwhile goes all the same.
 */
export function withOpened(
  view: InboxView,
  opened: readonly Row[],
  { inbox, archived }: InboxSnapshot['views'],
): InboxView {
  const there = new Set([...view.rows, ...archived.rows].map(({ id }) => id));
  const kept = opened
    .filter(({ id }) => !there.has(id))
    .flatMap((row) => inbox.rows.find(({ id }) => id === row.id) ?? asItWas(row, inbox));
  if (kept.length === 0) return view;
  return { ...view, rows: [...view.rows, ...kept].sort((a, b) => b.sortSeq - a.sortSeq) };
}

/** Below what the inbox holds nothing newer is known of a row; within it, a row that is not there is gone. */
function asItWas(row: Row, inbox: InboxView): readonly Row[] {
  const bottom = inbox.rows.at(-1)?.sortSeq ?? 0;
  const below = inbox.state !== 'ready' || (inbox.more && row.sortSeq < bottom);
  return below ? [{ ...row, readAt: row.readAt ?? row.createdAt }] : [];
}
