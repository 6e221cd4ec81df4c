import type { InboxSnapshot, Row } from '@/lib/client/inbox';

/** An undoing that has left for the server, and what was on screen then. */
export type Undoing = Readonly<{ operation: string; from: Shown }>;

type Shown = Pick<InboxSnapshot, 'undoable' | 'problem' | 'views' | 'counts'>;

/**
 * Follows an undoing from one snapshot to the next. It has begun when its operation leaves `undoable` without
 * another taking its place, and is `done` when rows or counts have changed since: the server's answer brings
 * them. A problem, or the operation coming back, is a refusal, which is never called done; what is said of a
 * newer act says enough.
 */
export function followUndoing(
  undoing: Undoing | null,
  before: Shown,
  now: Shown,
): { undoing: Undoing | null; done: boolean } {
  const left = undoing ?? begun(before, now);
  if (left === null || now.problem !== null || isAdded(before, now)) return { undoing: null, done: false };
  const done = isOther(left.from, now);
  return { undoing: done ? null : left, done };
}

function begun(before: Shown, now: Shown): Undoing | null {
  if (before.undoable === now.undoable) return null;
  const is = new Set(now.undoable.map(({ operation }) => operation));
  const gone = before.undoable.find(({ operation }) => !is.has(operation));
  return gone === undefined ? null : { operation: gone.operation, from: before };
}

/** A newer act, or a refused one that came back. Of more than twenty the oldest leaves with it: that is no undoing. */
function isAdded(before: Shown, now: Shown): boolean {
  const was = new Set(before.undoable.map(({ operation }) => operation));
  return now.undoable.some(({ operation }) => !was.has(operation));
}

function isOther(from: Shown, now: Shown): boolean {
  if (from.counts.unread !== now.counts.unread || from.counts.unseen !== now.counts.unseen) return true;
  const was = rowsOf(from);
  const is = rowsOf(now);
  return is.length !== was.length || is.some((row, at) => row !== was[at]);
}

// A row that did not change is the same object in the next snapshot.
function rowsOf({ views }: Shown): readonly Row[] {
  return Object.values(views).flatMap((view) => view.rows);
}
