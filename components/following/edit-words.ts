import type { RequestProblem } from '@/lib/client/request';
import { type Reading, sayTime } from '@/lib/inbox/time';

/** Who changed it and when, when that is why an edit was refused: "Sam changed this a minute ago."; else null. */
export function conflictText({ code, facts }: RequestProblem, reading: Reading): string | null {
  if (code !== 'conflict' || typeof facts.version !== 'number') return null;
  const { updatedBy, updatedAt } = facts;
  const who = typeof updatedBy === 'string' ? updatedBy : 'Somebody';
  const when = typeof updatedAt === 'string' ? ` ${sayTime(updatedAt, reading).long}` : '';
  return `${who} changed this${when}, after you began. Nothing of yours was saved.`;
}
