import type { EmbeddedFigures } from '@/lib/client/figures-poll';
import { spanText } from './span-words';

/** Messages a second, in the mean of five seconds: the `nth` five since the start, ended `at` (server milliseconds). */
export type ChartPoint = Readonly<{ nth: number; at: number; sent: number; received: number }>;

/** One second jumps about; of five the shape can be seen, and sixty rows can be read as a table. */
export const SECONDS_A_POINT = 5;

/**
 * The last five minutes as at most sixty points, oldest first. Points are cut at the same seconds each time they
 * are asked for, so that the line moves along and does not change its shape; seconds that do not fill a point
 * yet are left for the next.
 */
export function chartPoints(messages: EmbeddedFigures['messages']): readonly ChartPoint[] {
  const { lastSecond, endedAt, in: received, out: sent } = messages;
  const ahead = (lastSecond + 1) % SECONDS_A_POINT;
  const points: ChartPoint[] = [];
  for (let end = sent.length - ahead; end >= SECONDS_A_POINT; end -= SECONDS_A_POINT) {
    points.push({
      nth: (lastSecond - (sent.length - end) + 1) / SECONDS_A_POINT,
      at: endedAt - (sent.length - end) * 1_000,
      sent: mean(sent, end),
      received: mean(received, end),
    });
  }
  return points.reverse();
}

/** The mean of the newest five seconds, or of as many as there are; null before the first. */
export function rateNow(seconds: readonly number[]): number | null {
  const newest = seconds.slice(-SECONDS_A_POINT);
  return newest.length === 0 ? null : round(sum(newest) / newest.length);
}

/** What the line shows, in one sentence. */
export function chartSummary(points: readonly ChartPoint[]): string {
  if (points.length === 0) return 'Nothing was measured yet; the first point comes after five seconds.';
  const span = spanText(points.length * SECONDS_A_POINT * 1_000);
  return `In the last ${span}: ${range(points, 'sent')} messages a second to clients, ${range(points, 'received')} from clients.`;
}

function range(points: readonly ChartPoint[], of: 'sent' | 'received'): string {
  const values = points.map((point) => point[of]);
  const [low, high] = [rateText(Math.min(...values)), rateText(Math.max(...values))];
  return low === high ? low : `${low} to ${high}`;
}

/** Where the scale ends: 1, 2, 4, 10, 20, 40, 100… a second, so that its half is a plain number too. */
export function scaleTop(points: readonly ChartPoint[]): number {
  const most = Math.max(1, ...points.flatMap(({ sent, received }) => [sent, received]));
  const decade = 10 ** Math.floor(Math.log10(most));
  return decade * ([1, 2, 4].find((step) => step * decade >= most) ?? 10);
}

/** "0", "0.4", "12", "1,284": below ten with a tenth, since little traffic is a fraction of one a second. */
export function rateText(rate: number): string {
  const shown = rate < 10 ? round(rate) : Math.round(rate);
  return String(shown).replace(/\B(?=(\d{3})+$)/g, ',');
}

function mean(seconds: readonly number[], end: number): number {
  return round(sum(seconds.slice(end - SECONDS_A_POINT, end)) / SECONDS_A_POINT);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
