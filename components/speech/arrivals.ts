import type { Row } from '@/lib/client/inbox';
import { number, pillText } from '../bell-words';

/** Arrivals that wait to be spoken, so that fifty of them are one sentence. Times are milliseconds of one clock. */
export type Arrivals = Readonly<{
  titles: readonly string[];
  /** When the first of them came; null when none waits. */
  since: number | null;
  /** When something was last spoken. */
  spokenAt: number | null;
  /** When something critical last interrupted. */
  alertedAt: number | null;
}>;

export const NO_ARRIVALS: Arrivals = { titles: [], since: null, spokenAt: null, alertedAt: null };

/** Long enough to gather a burst, short enough to still be news. */
export const GATHER_MS = 2_000;
/** A person who listens to a screen reader is interrupted at most this often. */
export const SPEAK_EVERY_MS = 10_000;
/** And by something critical, which is not gathered, at most this often. */
export const ALERT_EVERY_MS = 30_000;

/** Puts arrivals in line. `alert` is to be said at once: a critical one, when none was said lately. */
export function arrive(
  arrivals: Arrivals,
  rows: readonly Pick<Row, 'title' | 'severity'>[],
  now: number,
): { arrivals: Arrivals; alert: string | null } {
  const quiet = arrivals.alertedAt === null || now - arrivals.alertedAt >= ALERT_EVERY_MS;
  const critical = quiet ? rows.find((row) => row.severity === 'critical') : undefined;
  const titles = rows.filter((row) => row !== critical).map((row) => row.title);
  return {
    arrivals: {
      ...arrivals,
      titles: [...arrivals.titles, ...titles],
      since: titles.length === 0 ? arrivals.since : (arrivals.since ?? now),
      alertedAt: critical === undefined ? arrivals.alertedAt : now,
    },
    alert: critical === undefined ? null : `Critical. ${critical.title}`,
  };
}

/** When the waiting arrivals may be spoken; null when none waits. */
export function dueAt({ since, spokenAt }: Arrivals): number | null {
  if (since === null) return null;
  return Math.max(since + GATHER_MS, spokenAt === null ? 0 : spokenAt + SPEAK_EVERY_MS);
}

/** The one sentence for everything that waits, or null before it is due. */
export function speak(
  arrivals: Arrivals,
  { now, unread }: { now: number; unread: number },
): { arrivals: Arrivals; text: string } | null {
  const due = dueAt(arrivals);
  if (due === null || now < due) return null;
  const [only] = arrivals.titles;
  const text =
    arrivals.titles.length === 1 && only !== undefined
      ? `New notification: ${only}`
      : `${pillText(arrivals.titles.length)}. ${number(unread)} unread.`;
  return { arrivals: { ...arrivals, titles: [], since: null, spokenAt: now }, text };
}

/**
 * The highest place in the feed that was ever known, `before` included. It never sinks: a newest row that is
 * archived and put back again was here before.
 */
export function topOf(rows: readonly Row[], before: number | null): number {
  return rows.reduce((highest, row) => Math.max(highest, row.sortSeq), before ?? 0);
}

/** The rows that came to the top of the feed since `top` and that nobody has read yet. */
export function arrivedSince(rows: readonly Row[], top: number): readonly Row[] {
  return rows.filter((row) => row.sortSeq > top && row.readAt === null);
}
