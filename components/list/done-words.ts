import type { Row, Undoable } from '@/lib/client/inbox';
import { number } from '../bell-words';

/** What was just done, as the undo bar says it: "Archived.", "12 marked as read." */
export function doneText({ did, count }: Undoable): string {
  if (did === 'archive') return 'Archived.';
  if (did === 'restore') return 'Moved to inbox.';
  if (did === 'read') return 'Marked as read.';
  if (did === 'unread') return 'Marked as unread.';
  return count === null ? 'All marked as read.' : `${number(count)} marked as read.`;
}

const REFUSED: Readonly<Record<NonNullable<Row['failed']>, string>> = {
  archive: "Couldn't archive.",
  restore: "Couldn't move to inbox.",
  read: "Couldn't mark as read.",
  unread: "Couldn't mark as unread.",
};

/** What could not be done, on the row itself: "Couldn't archive." */
export function refusedText(failed: NonNullable<Row['failed']>): string {
  return REFUSED[failed];
}
