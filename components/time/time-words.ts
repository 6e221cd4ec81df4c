import type { Reading } from '@/lib/inbox/time';

const DAY = 24 * 60 * 60_000;

/** The whole moment for a tooltip: "Tuesday 3 November 2026, 14:05". */
export function wholeTime(iso: string, reading: Reading): string {
  const at = Date.parse(iso);
  return `${part(at, reading, 'weekday', 'long')} ${longDate(at, reading)}, ${clockTime(at, reading)}`;
}

/** "14:05" in the viewer's zone. */
export function clockTime(at: number, reading: Reading): string {
  const found = parts(at, reading, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return `${found.get('hour')}:${found.get('minute')}`;
}

/** "14:05:31" in the viewer's zone: for what is compared with a log. */
export function clockSeconds(at: number, reading: Reading): string {
  const found = parts(at, reading, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  return `${found.get('hour')}:${found.get('minute')}:${found.get('second')}`;
}

/** The heading of a day of the feed: Today, Yesterday, a weekday of the last week, else the date. */
export function dayHeading(iso: string, reading: Reading): string {
  const at = Date.parse(iso);
  const days = daysBetween(at, reading);
  if (days <= 0) return 'Today';
  if (days === 1) return 'Yesterday';
  if (days < 7) return part(at, reading, 'weekday', 'long');
  return longDate(at, reading);
}

/** `2026-11-03` as it is in the viewer's zone: two rows belong to one day when these are equal. */
export function dayKey(iso: string, reading: Reading): string {
  return zonedDay(Date.parse(iso), reading);
}

// Dates are put together here from single parts: the order and the commas that Node and a browser give a whole
// date differ between versions of their language data, and both must render the same text.
function longDate(at: number, reading: Reading): string {
  const date = `${part(at, reading, 'day', 'numeric')} ${part(at, reading, 'month', 'long')}`;
  return `${date} ${part(at, reading, 'year', 'numeric')}`;
}

function zonedDay(at: number, reading: Reading): string {
  const found = parts(at, reading, { year: 'numeric', month: '2-digit', day: '2-digit' });
  return `${found.get('year')}-${found.get('month')}-${found.get('day')}`;
}

/** Calendar days in the viewer's zone, whatever the length of the days between (daylight saving). */
function daysBetween(at: number, reading: Reading): number {
  return Math.round((Date.parse(zonedDay(reading.now, reading)) - Date.parse(zonedDay(at, reading))) / DAY);
}

function part(
  at: number,
  reading: Reading,
  name: 'weekday' | 'day' | 'month' | 'year',
  style: 'numeric' | 'long',
): string {
  return parts(at, reading, { [name]: style }).get(name) ?? '';
}

function parts(at: number, reading: Reading, options: Intl.DateTimeFormatOptions): Map<string, string> {
  const { locale, timeZone } = reading;
  const key = `${locale} ${timeZone} ${JSON.stringify(options)}`;
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone });
  // Making one costs some 50 µs and a feed asks hundreds of times. On a server zones come from strangers' cookies.
  if (formats.size >= 200) formats.clear();
  formats.set(key, format);
  return new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
}

const formats = new Map<string, Intl.DateTimeFormat>();
