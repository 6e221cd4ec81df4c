import { momentOf } from './local-time';

const MINUTE = 60_000;

/** When a day (`2026-03-28`) begins in a zone, in milliseconds; null for what is no day. Where clocks skip midnight it begins at the first minute they show. */
export function dayStart(date: string, zone: string): number | null {
  for (const time of ['00:00', '00:30', '01:00']) {
    const moment = momentOf({ date, time, zone });
    if (moment.kind === 'instant') return moment.at;
    if (moment.kind === 'overlap') return moment.earlier;
    if (moment.kind === 'malformed') return null;
  }
  return null;
}

/** When the day is over: the beginning of the next one. */
export function dayEnd(date: string, zone: string): number | null {
  const start = dayStart(date, zone);
  if (start === null) return null;
  const next = new Date(Date.parse(`${date}T12:00:00Z`) + 24 * 60 * MINUTE).toISOString().slice(0, 10);
  return dayStart(next, zone);
}
