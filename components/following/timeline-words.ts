import type { Reading } from '@/lib/inbox/time';
import type { Timeline } from '@/lib/inbox/timeline';
import { number } from '../bell-words';
import { clockSeconds, clockTime, wholeTime } from '../time/time-words';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The four lines, as they are drawn: dashes tell them apart without colour. */
export const LINES = [
  {
    mark: 'delivered',
    name: 'Delivered',
    className: 'text-muted',
    stroke: 'var(--muted)',
    dashes: undefined,
  },
  { mark: 'seen', name: 'Seen', className: 'text-accent', stroke: 'var(--accent)', dashes: '5 3' },
  { mark: 'read', name: 'Read', className: 'text-success', stroke: 'var(--success)', dashes: '2 2' },
  {
    mark: 'clicked',
    name: 'Clicked',
    className: 'text-warning',
    stroke: 'var(--warning)',
    dashes: '8 3 2 3',
  },
] as const;

type Points = Timeline['points'];

/** A point's time, as finely as the span needs it: with seconds below an hour, with the day beyond one. */
export function pointTime(at: number, spanMs: number, reading: Reading): string {
  if (spanMs < HOUR) return clockSeconds(at, reading);
  if (spanMs < DAY) return clockTime(at, reading);
  return wholeTime(new Date(at).toISOString(), reading);
}

/** The same where there is little room. */
export function tickTime(at: number, spanMs: number, reading: Reading): string {
  if (spanMs < 5 * 60_000) return clockSeconds(at, reading);
  if (spanMs < DAY) return clockTime(at, reading);
  const [, day, month] = wholeTime(new Date(at).toISOString(), reading).split(/[ ,]+/);
  return `${day} ${month?.slice(0, 3)}`;
}

/** Where the marks below the lines stand: at the thirds of the span, each with a text of its own. In a short span some would be the same moment. */
export function tickTimes(begin: number, spanMs: number, reading: Reading): readonly number[] {
  const thirds = [0, 1, 2, 3].map((third) => Math.round(begin + (spanMs * third) / 3));
  const texts = thirds.map((at) => tickTime(at, spanMs, reading));
  return thirds.filter((_, nth) => texts.indexOf(texts[nth] ?? '') === nth);
}

/** From the sending to the last point. */
export function spanOf(from: string, points: Points): number {
  return Math.max(1_000, Date.parse(points.at(-1)?.at ?? from) - Date.parse(from));
}

/** What the lines show, in one sentence. */
export function timelineSummary(points: Points): string {
  const last = points.at(-1);
  if (last === undefined || last.delivered === 0) return 'Nobody has it yet.';
  const { delivered, seen, read, clicked } = last;
  return `So far ${number(delivered)} delivered, ${number(seen)} seen, ${number(read)} read, ${number(clicked)} clicked.`;
}

/** Figures that no line can show, for nothing says when they came; null when there are none. */
export function untimedText({ delivered }: Timeline['untimed']): string | null {
  if (delivered === 0) return null;
  const copies = delivered === 1 ? 'One copy is' : `${number(delivered)} copies are`;
  return `${copies} in the figures above and not in the lines: when they came is not kept any more.`;
}
