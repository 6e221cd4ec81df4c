/** What is followed over time. */
export const TIMELINE_MARKS = ['delivered', 'seen', 'read', 'clicked'] as const;
export type TimelineMark = (typeof TIMELINE_MARKS)[number];
export type TimelineCounts = Readonly<Record<TimelineMark, number>>;

/** How many had come so far by the end of each step after it was sent. */
export type Timeline = Readonly<{
  /** When it was sent: where the first step begins. */
  from: string;
  stepMs: number;
  /** Oldest first; `at` is the end of the step. Empty while nothing has happened. */
  points: readonly (TimelineCounts & { readonly at: string })[];
  /** What the figures count and no point does, because its time is not known: copies that were purged, and those from before times were kept. */
  untimed: TimelineCounts;
}>;

/** Points of one line: as many as can be told apart on a phone, and read as a table. */
export const TIMELINE_POINTS_MAX = 60;

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  ...[1, 5, 10, 30].map((seconds) => seconds * SECOND),
  ...[1, 5, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 7, 30, 90, 365].map((days) => days * DAY),
] as const;
const LONGEST_STEP = 365 * DAY;

/**
 * How finely times are counted before they are put on steps: by the second in the first hour, by the minute for two
 * days, then by the hour. Each step that `stepFor` chooses is a multiple of the parts it is made from.
 */
export const TIMELINE_PARTS = [
  { untilMs: HOUR, partMs: SECOND },
  { untilMs: 2 * DAY, partMs: MINUTE },
  { untilMs: Number.POSITIVE_INFINITY, partMs: HOUR },
] as const;

/** Marks of one kind that were made within one part of the time, `afterMs` after it was sent. */
export type TimelinePart = Readonly<{ mark: TimelineMark; afterMs: number; count: number }>;

/** The parts as one line of at most `TIMELINE_POINTS_MAX` equal steps up to the last thing that happened. */
export function timelineOf(
  from: number,
  parts: readonly TimelinePart[],
  untimed: TimelineCounts = NOTHING,
): Timeline {
  const last = parts.reduce((most, { afterMs }) => Math.max(most, afterMs), 0);
  const stepMs = stepFor(last);
  const steps = parts.length === 0 ? 0 : Math.floor(last / stepMs) + 1;
  const within = Array.from({ length: steps }, () => ({ ...NOTHING }));
  for (const { mark, afterMs, count } of parts) {
    const step = within[Math.floor(afterMs / stepMs)];
    if (step) step[mark] += count;
  }
  let before: TimelineCounts = NOTHING;
  const points = within.map((step, nth) => {
    before = added(before, step);
    return { at: new Date(from + (nth + 1) * stepMs).toISOString(), ...before };
  });
  return { from: new Date(from).toISOString(), stepMs, points, untimed };
}

export const NOTHING: TimelineCounts = { delivered: 0, seen: 0, read: 0, clicked: 0 };

/** The shortest step by which a span fits into the points there may be. */
function stepFor(spanMs: number): number {
  const fits = (stepMs: number) => Math.floor(spanMs / stepMs) + 1 <= TIMELINE_POINTS_MAX;
  return STEPS.find(fits) ?? LONGEST_STEP * Math.ceil((spanMs + 1) / (LONGEST_STEP * TIMELINE_POINTS_MAX));
}

function added(one: TimelineCounts, other: TimelineCounts): TimelineCounts {
  return {
    delivered: one.delivered + other.delivered,
    seen: one.seen + other.seen,
    read: one.read + other.read,
    clicked: one.clicked + other.clicked,
  };
}
