import type { When } from '@/lib/client/sending';
import { type Fold, localOf, type Moment, momentOf } from '@/lib/inbox/local-time';
import { momentProblem } from '@/lib/inbox/local-time-words';

/** What the fields about the time hold. */
export type WhenChoice = Readonly<{
  kind: 'now' | 'later';
  date: string;
  time: string;
  zone: string;
  fold: Fold | null;
  freeze: boolean;
}>;

/** What the choice means, and what keeps it from being one. */
export type Planned = Readonly<{
  moment: Moment | null;
  problem: { field: 'date' | 'time' | 'zone' | 'fold'; message: string } | null;
  when: When;
}>;

const HOUR = 60 * 60 * 1000;

/** The next full hour but one, where the sender is: near enough to be changed by a digit or two. */
export function startOf({ now, timeZone }: { now: number; timeZone: string }): WhenChoice {
  const { date, time } = localOf(Math.ceil(now / HOUR) * HOUR + HOUR, timeZone);
  return { kind: 'now', date, time, zone: timeZone, fold: null, freeze: false };
}

export function plannedOf(choice: WhenChoice, now: number): Planned {
  if (choice.kind === 'now') return { moment: null, problem: null, when: { kind: 'now' } };
  const { date, time, zone, fold } = choice;
  const local = { date, time, zone, ...(fold !== null && { fold }) };
  const moment = momentOf(local);
  const isPast = moment.kind === 'instant' && moment.at <= now;
  const problem = isPast
    ? { field: 'time' as const, message: 'This time is past.' }
    : momentProblem(local, moment);
  return { moment, problem, when: { kind: 'later', local } };
}

/** Both instants of a time that comes twice, whether or not one has been chosen; null for any other. */
export function bothOf({ date, time, zone }: WhenChoice): { earlier: number; later: number } | null {
  const moment = momentOf({ date, time, zone });
  return moment.kind === 'overlap' ? moment : null;
}

/** The zones that can be chosen here, the sender's own among them however it is spelled. */
export function zonesWith(own: string): readonly string[] {
  return [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', own])].sort();
}
