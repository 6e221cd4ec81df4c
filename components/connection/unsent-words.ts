import type { InboxSnapshot } from '@/lib/client/inbox';
import { number } from '../bell-words';

/** "2 changes are waiting to be sent." and, where the browser could not keep them, what that means. */
export function unsentText({ count, unkept }: InboxSnapshot['unsent']): string {
  const waiting =
    count === 1 ? '1 change is waiting to be sent.' : `${number(count)} changes are waiting to be sent.`;
  return unkept === 0 ? waiting : `${waiting} Keep this page open: this browser cannot keep them.`;
}

/** What who signs out is told of them. */
export function leftBehindText(count: number, unkept: number): string {
  const waiting =
    count === 1 ? '1 change could not be sent yet.' : `${number(count)} changes could not be sent yet.`;
  if (unkept > 0) return `${waiting} This browser cannot keep them: they are lost when you sign out.`;
  return `${waiting} This browser keeps what waits, and sends it when you sign in here again.`;
}
