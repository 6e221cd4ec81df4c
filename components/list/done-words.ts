import type { Row, Undoable } from '@/lib/client/inbox';
import { number } from '../bell-words';

type Done = Pick<Undoable, 'did' | 'count' | 'title'>;

const DONE: Readonly<Record<Exclude<Undoable['did'], 'readAll'>, string>> = {
  archive: 'Archived',
  restore: 'Moved to inbox',
  read: 'Marked as read',
  unread: 'Marked as unread',
};

/** What was done, as the undo bar says it: "Archived “Disk full”.", "12 marked as read." */
export function doneText({ did, count, title }: Done): string {
  if (did === 'readAll') return count === null ? 'All marked as read.' : `${number(count)} marked as read.`;
  return title === null ? `${DONE[did]}.` : `${DONE[did]} “${title}”.`;
}

/** What the next undo takes back: "Undo: archived “Disk full”". */
export function undoText(done: Done): string {
  const text = doneText(done).replace(/\.$/, '');
  return `Undo: ${text.charAt(0).toLowerCase()}${text.slice(1)}`;
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
