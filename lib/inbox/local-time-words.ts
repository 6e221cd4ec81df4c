import { type Fold, type LocalTime, localOf, type Moment, offsetMinutes } from './local-time';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Why a time on the wall is no moment: "02:30 does not exist on 28 March in Europe/Berlin." Null for one that is. */
export function momentProblem(
  local: LocalTime,
  moment: Moment,
): { field: 'date' | 'time' | 'zone' | 'fold'; message: string } | null {
  const { date, time, zone } = local;
  switch (moment.kind) {
    case 'instant':
      return null;
    case 'malformed':
      return { field: moment.field, message: MALFORMED[moment.field] };
    case 'gap':
      return { field: 'time', message: `${time} does not exist on ${dayText(date)} in ${zone}.` };
    case 'overlap':
      return {
        field: 'fold',
        message: `${time} comes twice on ${dayText(date)} in ${zone}. Say which: ${FOLD_WORDS.earlier(local, moment.earlier)} or ${FOLD_WORDS.later(local, moment.later)}.`,
      };
  }
}

/** How one of two equal times is told from the other: "the first, at 00:30 UTC". */
export function foldText(fold: Fold, at: number, local: LocalTime): string {
  return FOLD_WORDS[fold](local, at);
}

/** The moment in UTC, for whoever reads it elsewhere, and how long it is until then: "= 14:00 UTC · in 3 h 12 min". */
export function whenText(at: number, { now, zone }: { now: number; zone: string }): string {
  const utc = localOf(at, 'UTC');
  const day = utc.date === localOf(at, zone).date ? '' : ` on ${dayText(utc.date)}`;
  return `= ${utc.time} UTC${day} · ${untilText(at - now)}`;
}

/** "in 3 h 12 min", "in 2 days 4 h", "in less than a minute"; "in the past" from the moment itself on. */
export function untilText(ms: number): string {
  if (ms <= 0) return 'in the past';
  if (ms < MINUTE) return 'in less than a minute';
  const days = Math.floor(ms / DAY);
  const hours = Math.floor((ms % DAY) / HOUR);
  const minutes = Math.floor((ms % HOUR) / MINUTE);
  if (days > 0) return joined([days === 1 ? '1 day' : `${days} days`, hours > 0 ? `${hours} h` : '']);
  return joined([hours > 0 ? `${hours} h` : '', minutes > 0 ? `${minutes} min` : '']);
}

const MALFORMED = {
  date: 'This must be a date such as 2030-01-31.',
  time: 'This must be a time such as 09:00.',
  zone: 'This must be a time zone such as Europe/Berlin.',
} as const;

const FOLD_WORDS: Readonly<Record<Fold, (local: LocalTime, at: number) => string>> = {
  earlier: ({ zone }, at) => `the first (${offsetText(at, zone)})`,
  later: ({ zone }, at) => `the second (${offsetText(at, zone)})`,
};

/** "UTC+2", "UTC−3:30" */
function offsetText(at: number, zone: string): string {
  const offset = offsetMinutes(at, zone);
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  const rest = minutes === 0 ? '' : `:${String(minutes).padStart(2, '0')}`;
  return `UTC${offset < 0 ? '−' : '+'}${hours}${rest}`;
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** "28 March" of `2026-03-28`. */
function dayText(date: string): string {
  const [, month, day] = date.split('-').map(Number);
  return `${day} ${MONTHS[(month ?? 1) - 1]}`;
}

function joined(parts: readonly string[]): string {
  return `in ${parts.filter((part) => part !== '').join(' ')}`;
}
