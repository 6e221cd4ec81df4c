import { CalendarDateTime, fromAbsolute, parseDate, parseTime, toZoned } from '@internationalized/date';

/** A moment as the clock on somebody's wall shows it. */
export type LocalTime = Readonly<{
  /** `2026-03-28` */
  date: string;
  /** `02:30` */
  time: string;
  /** The IANA name of a zone: `Europe/Berlin`. */
  zone: string;
  /** Which of the two, where clocks are set back and show it twice. */
  fold?: Fold;
}>;

export const FOLDS = ['earlier', 'later'] as const;
export type Fold = (typeof FOLDS)[number];

/** The instant, in milliseconds; or what keeps it from being one. */
export type Moment =
  | Readonly<{ kind: 'instant'; at: number }>
  /** The field that is no date, time or zone. */
  | Readonly<{ kind: 'malformed'; field: 'date' | 'time' | 'zone' }>
  /** Clocks are set forward past it. */
  | Readonly<{ kind: 'gap' }>
  /** Clocks show it twice, and nobody said which. */
  | Readonly<{ kind: 'overlap'; earlier: number; later: number }>;

/**
 * The instant at which clocks in a zone show this. Never a neighbouring one: a time that is skipped is refused, and one
 * that comes twice is asked about, because a broadcast an hour early or late is one that was not asked for.
 */
export function momentOf(local: LocalTime): Moment {
  if (!isZone(local.zone)) return { kind: 'malformed', field: 'zone' };
  const date = DATE.test(local.date) ? quiet(() => parseDate(local.date)) : null;
  if (date === null) return { kind: 'malformed', field: 'date' };
  const time = TIME.test(local.time) ? quiet(() => parseTime(local.time)) : null;
  if (time === null) return { kind: 'malformed', field: 'time' };

  const wall = new CalendarDateTime(date.year, date.month, date.day, time.hour, time.minute);
  const [earlier, later] = FOLDS.map((fold) => toZoned(wall, local.zone, fold).toDate().getTime());
  if (earlier === undefined || later === undefined) throw new Error('There are two folds.');
  // What a clock shows at the instant decides, not what was computed on the way there: a zone may skip a whole day.
  const shown = localOf(earlier, local.zone);
  if (shown.date !== local.date || shown.time !== local.time) return { kind: 'gap' };
  if (earlier === later) return { kind: 'instant', at: earlier };
  if (local.fold === undefined) return { kind: 'overlap', earlier, later };
  return { kind: 'instant', at: local.fold === 'earlier' ? earlier : later };
}

/** What clocks in a zone show at an instant, to the minute. */
export function localOf(at: number, zone: string): { date: string; time: string; zone: string } {
  const wall = fromAbsolute(at, zone);
  const { year, month, day, hour, minute } = wall;
  return {
    date: `${padded(year, 4)}-${padded(month)}-${padded(day)}`,
    time: `${padded(hour)}:${padded(minute)}`,
    zone,
  };
}

/** The instant at which the day began in a zone, in milliseconds; where clocks are set at midnight, the first of it. */
export function dayStart(at: number, zone: string): number {
  const { year, month, day } = fromAbsolute(at, zone);
  return toZoned(new CalendarDateTime(year, month, day), zone, 'compatible')
    .toDate()
    .getTime();
}

/** Minutes by which clocks in a zone are ahead of UTC at an instant. */
export function offsetMinutes(at: number, zone: string): number {
  return Math.round(fromAbsolute(at, zone).offset / 60_000);
}

/** Whether this is the name of a zone that is known here. Offsets such as `+02:00` are none: they know no daylight saving. */
export function isZone(text: string): boolean {
  if (!ZONE.test(text)) return false;
  return quiet(() => new Intl.DateTimeFormat('en', { timeZone: text })) !== null;
}

const ZONE = /^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/;
const DATE = /^[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}$/;
const TIME = /^[0-9]{2}:[0-9]{2}$/;

/** The value, or null when there is none: these throw for nothing but a text that stands for nothing. */
function quiet<Value>(make: () => Value): Value | null {
  try {
    return make();
  } catch {
    return null;
  }
}

function padded(value: number, digits = 2): string {
  return String(value).padStart(digits, '0');
}
