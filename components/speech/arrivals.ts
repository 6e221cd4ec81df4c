import type { Row } from '@/lib/client/inbox';
import type { Spoken } from '@/lib/client/speaking-tab';
import { number, pillText } from '../bell-words';

type Arrival = Pick<Row, 'sortSeq' | 'title' | 'severity'>;

/** Arrivals that wait to be spoken, so that fifty of them are one sentence. Times are milliseconds of one clock. */
export type Arrivals = Readonly<{
  /** As many as there are rows, at most. */
  waiting: readonly Arrival[];
  /** When the first of them came; null when none waits. */
  since: number | null;
  /** A critical one, which is not gathered, and when it came. */
  urgent: Readonly<{ arrival: Arrival; since: number }> | null;
  /** When something was last spoken. */
  spokenAt: number | null;
  /** When something critical last interrupted. */
  alertedAt: number | null;
  /** What other tabs have spoken lately: it may arrive here only now. */
  elsewhere: readonly (Spoken & Readonly<{ at: number }>)[];
}>;

export const NO_ARRIVALS: Arrivals = {
  waiting: [],
  since: null,
  urgent: null,
  spokenAt: null,
  alertedAt: null,
  elsewhere: [],
};

/** Long enough to gather a burst, short enough to still be news. */
export const GATHER_MS = 2_000;
/** A person who listens to a screen reader is interrupted at most this often. */
export const SPEAK_EVERY_MS = 10_000;
/** And by something critical, which is not gathered, at most this often. */
export const ALERT_EVERY_MS = 30_000;
/** A slow tab hears of an arrival within this of the one that has spoken of it. Not longer: it may have been a lie. */
export const ELSEWHERE_MS = 60_000;
const ELSEWHERE_MAX = 10;

/** Puts arrivals in line, but for those that another tab has spoken. */
export function arrive(arrivals: Arrivals, rows: readonly Arrival[], now: number): Arrivals {
  const elsewhere = arrivals.elsewhere.filter(({ at }) => now - at < ELSEWHERE_MS);
  const came = rows.filter((row) => !elsewhere.some((spoken) => isWithin(row, spoken)));
  const quiet = arrivals.alertedAt === null || now - arrivals.alertedAt >= ALERT_EVERY_MS;
  const critical =
    quiet && arrivals.urgent === null ? came.find((row) => row.severity === 'critical') : undefined;
  const gathered = came.filter((row) => row !== critical);
  return {
    ...arrivals,
    waiting: [...arrivals.waiting, ...gathered],
    since: gathered.length === 0 ? arrivals.since : (arrivals.since ?? now),
    urgent: critical === undefined ? arrivals.urgent : { arrival: critical, since: now },
    elsewhere,
  };
}

/** When something that waits may be spoken; null when nothing waits. */
export function dueAt({ since, urgent, spokenAt }: Arrivals): number | null {
  if (urgent !== null) return urgent.since;
  if (since === null) return null;
  return Math.max(since + GATHER_MS, spokenAt === null ? 0 : spokenAt + SPEAK_EVERY_MS);
}

export type Speech = Readonly<{ text: string; politeness: 'polite' | 'assertive'; spoken: Spoken }>;

/** The one sentence for what is due, a critical one by itself; null before it is due. */
export function speak(
  arrivals: Arrivals,
  { now, unread }: { now: number; unread: number },
): { arrivals: Arrivals; speech: Speech } | null {
  const due = dueAt(arrivals);
  if (due === null || now < due) return null;
  const { urgent, waiting } = arrivals;
  if (urgent !== null) {
    const { sortSeq, title } = urgent.arrival;
    const spoken = { from: sortSeq, through: sortSeq };
    return {
      arrivals: { ...arrivals, urgent: null, alertedAt: now },
      speech: { text: `Critical. ${title}`, politeness: 'assertive', spoken },
    };
  }
  const [only] = waiting;
  const text =
    waiting.length === 1 && only !== undefined
      ? `New notification: ${only.title}`
      : `${pillText(waiting.length)}. ${number(unread)} unread.`;
  const seqs = waiting.map(({ sortSeq }) => sortSeq);
  const spoken = {
    from: seqs.reduce((a, b) => Math.min(a, b)),
    through: seqs.reduce((a, b) => Math.max(a, b)),
  };
  return {
    arrivals: { ...arrivals, waiting: [], since: null, spokenAt: now },
    speech: { text, politeness: 'polite', spoken },
  };
}

/** Another tab has spoken of these: they are not spoken here, and the person was interrupted now. */
export function spokenElsewhere(arrivals: Arrivals, spoken: Spoken, now: number): Arrivals {
  const waiting = arrivals.waiting.filter((arrival) => !isWithin(arrival, spoken));
  const isUrgent = arrivals.urgent !== null && isWithin(arrivals.urgent.arrival, spoken);
  return {
    waiting,
    since: waiting.length === 0 ? null : arrivals.since,
    urgent: isUrgent ? null : arrivals.urgent,
    spokenAt: isUrgent ? arrivals.spokenAt : now,
    alertedAt: isUrgent ? now : arrivals.alertedAt,
    elsewhere: [...arrivals.elsewhere, { ...spoken, at: now }].slice(-ELSEWHERE_MAX),
  };
}

/**
 * Without those that left the inbox before they were spoken: taken back, expired, archived elsewhere. A row further down
 * than what is loaded is only out of sight.
 */
export function stillThere(arrivals: Arrivals, rows: readonly Pick<Row, 'sortSeq'>[]): Arrivals {
  const there = new Set(rows.map(({ sortSeq }) => sortSeq));
  const last = rows.at(-1)?.sortSeq ?? 0;
  const isThere = ({ sortSeq }: Arrival) => there.has(sortSeq) || sortSeq < last;
  const waiting = arrivals.waiting.filter(isThere);
  return {
    ...arrivals,
    waiting,
    since: waiting.length === 0 ? null : arrivals.since,
    urgent: arrivals.urgent !== null && isThere(arrivals.urgent.arrival) ? arrivals.urgent : null,
  };
}

/** Whether any of what is to be said is in the inbox. */
export function isAnyThere(rows: readonly Pick<Row, 'sortSeq'>[], spoken: Spoken): boolean {
  return rows.some((row) => isWithin(row, spoken));
}

function isWithin({ sortSeq }: Pick<Arrival, 'sortSeq'>, { from, through }: Spoken): boolean {
  return sortSeq >= from && sortSeq <= through;
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
