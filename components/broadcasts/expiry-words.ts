import { localOf, momentOf } from '@/lib/inbox/local-time';

const HOUR = 60 * 60 * 1000;

/** After how long a broadcast may be chosen to expire. */
export const EXPIRIES = [
  { value: '1h', name: 'After an hour', ms: HOUR },
  { value: '1d', name: 'After a day', ms: 24 * HOUR },
  { value: '1w', name: 'After a week', ms: 7 * 24 * HOUR },
  { value: '30d', name: 'After 30 days', ms: 30 * 24 * HOUR },
] as const;

/** What a field for date and time shows of an instant: `2026-11-03T14:05`. */
export function toField(iso: string, zone: string): string {
  const { date, time } = localOf(Date.parse(iso), zone);
  return `${date}T${time}`;
}

/** The instant that such a field stands for; null when it is none. Of a time that comes twice it is the later one. */
export function fromField(value: string, zone: string): string | null {
  const [date = '', time = ''] = value.split('T');
  const moment = momentOf({ date, time: time.slice(0, 5), zone });
  if (moment.kind === 'instant') return new Date(moment.at).toISOString();
  return moment.kind === 'overlap' ? new Date(moment.later).toISOString() : null;
}
