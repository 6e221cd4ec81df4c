import type { ImportReport } from '@/lib/inbox/group-import';
import { number } from '../bell-words';

/** The heading above the list of members, which takes focus when people have gone from it. */
export const MEMBERS_HEADING = 'members';

/** "1 person", "1,284 people". */
export function peopleText(count: number): string {
  return count === 1 ? '1 person' : `${number(count)} people`;
}

/** What a list would do, or did: the heading of its report. */
export function reportText({ added }: ImportReport, { done }: { done: boolean }): string {
  if (added === 0) return done ? 'Nobody was added' : 'This list adds nobody';
  if (done) return added === 1 ? '1 person was added' : `${number(added)} people were added`;
  return added === 1 ? '1 person can be added' : `${number(added)} people can be added`;
}

/** Everybody else on the list, in a sentence; null when there is nobody else. */
export function othersText({ already, bad }: ImportReport): string | null {
  const parts: string[] = [];
  if (already > 0) parts.push(`${peopleText(already)} ${already === 1 ? 'is' : 'are'} in the group already`);
  if (bad.length > 0) {
    parts.push(bad.length === 1 ? '1 line is not taken' : `${number(bad.length)} lines are not taken`);
  }
  const sentence = parts.join(', ');
  return sentence === '' ? null : `${sentence}.`;
}
