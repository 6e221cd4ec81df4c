import type { Filter, Marks } from './notification';
import type { Counts } from './stream';

/** What can happen to a row by its owner's hand. */
export type MarkAs = 'read' | 'unread' | 'archived' | 'restored' | 'seen';

/**
 * The marks after an action, or the same object when it changes nothing. A first time is kept: seeing or
 * reading again does not move it. Unread leaves `seenAt`, so the badge does not jump; archiving leaves
 * `readAt`, so that undoing is exact.
 */
export function applyMark<Time>(marks: Marks<Time>, as: MarkAs, now: Time): Marks<Time> {
  const { seenAt, readAt, archivedAt } = marks;
  const after = {
    seen: { seenAt: seenAt ?? now, readAt, archivedAt },
    read: { seenAt: seenAt ?? now, readAt: readAt ?? now, archivedAt },
    unread: { seenAt, readAt: null, archivedAt },
    archived: { seenAt: seenAt ?? now, readAt, archivedAt: archivedAt ?? now },
    restored: { seenAt, readAt, archivedAt: null },
  }[as];
  const same = after.seenAt === seenAt && after.readAt === readAt && after.archivedAt === archivedAt;
  return same ? marks : after;
}

/** Whether a row with these marks stands in a view. */
export function matches(filter: Filter, marks: Marks<unknown>): boolean {
  if (filter === 'archived') return marks.archivedAt !== null;
  if (marks.archivedAt !== null) return false;
  return filter === 'inbox' || marks.readAt === null;
}

/** What one row adds to the counts: archived rows count nowhere. */
export function countsOf(marks: Marks<unknown>): Counts {
  if (marks.archivedAt !== null) return { unread: 0, unseen: 0 };
  return { unread: marks.readAt === null ? 1 : 0, unseen: marks.seenAt === null ? 1 : 0 };
}
