/** How a moment is said: short for the eye, long for the ear, absolute for whoever hovers. */
export type SpokenTime = Readonly<{ short: string; long: string; absolute: string }>;

/** Where and when it is read. The server passes its own, and the first render in the browser uses the same. */
export type Reading = Readonly<{ now: number; locale: string; timeZone: string }>;

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * A moment (ISO 8601 or milliseconds) as a person says it: "now" below 45 seconds, then minutes, hours, a
 * weekday below seven days, else the date, with the year when it is not this one. A moment in the future
 * (the clocks differ) is "now". Throws `RangeError` for a moment, locale or zone that is none.
 */
export function sayTime(moment: string | number, reading: Reading): SpokenTime {
  const at = typeof moment === 'number' ? moment : Date.parse(moment);
  const age = reading.now - at;
  const absolute = date(reading, { dateStyle: 'full', timeStyle: 'short' }).format(at);

  if (age < 45 * SECOND) {
    const now = relative(reading).format(0, 'second');
    return { short: now, long: now, absolute };
  }
  if (age < HOUR) return { ...count(reading, Math.max(1, Math.floor(age / MINUTE)), 'minute'), absolute };
  if (age < DAY) return { ...count(reading, Math.floor(age / HOUR), 'hour'), absolute };
  if (age < 7 * DAY) {
    const days = dayNumber(reading, reading.now) - dayNumber(reading, at);
    const long = relative(reading).format(-days, 'day');
    return { short: date(reading, { weekday: 'short' }).format(at), long, absolute };
  }
  const year = date(reading, { year: 'numeric', calendar: 'gregory' });
  const thisYear = year.format(at) === year.format(reading.now);
  return {
    short: date(reading, { day: 'numeric', month: 'short', ...(thisYear ? {} : { year: 'numeric' }) }).format(
      at,
    ),
    long: date(reading, { dateStyle: 'long' }).format(at),
    absolute,
  };
}

/** Days of the calendar on the wall, so that "yesterday" is the day before this one and not 47 hours ago. */
function dayNumber({ timeZone }: Reading, at: number): number {
  const parts = date(
    { locale: 'en-CA', timeZone, now: at },
    { year: 'numeric', month: '2-digit', day: '2-digit' },
  );
  return Math.round(Date.parse(`${parts.format(at)}T00:00:00Z`) / DAY);
}

function count(reading: Reading, value: number, unit: 'minute' | 'hour'): { short: string; long: string } {
  const narrow = kept(`number ${reading.locale} ${unit}`, () => {
    return new Intl.NumberFormat(reading.locale, { style: 'unit', unit, unitDisplay: 'narrow' });
  });
  return { short: narrow.format(value), long: relative(reading).format(-value, unit) };
}

function relative({ locale }: Reading): Intl.RelativeTimeFormat {
  return kept(`relative ${locale}`, () => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
}

function date({ locale, timeZone }: Reading, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return kept(`date ${locale} ${timeZone} ${JSON.stringify(options)}`, () => {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone });
  });
}

// Making a formatter costs some 50 µs and a page has hundreds of times; how many there are is bounded by locales × zones × forms.
const formatters = new Map<string, object>();

function kept<Formatter extends object>(key: string, make: () => Formatter): Formatter {
  const found = formatters.get(key);
  // The key names the kind of formatter, so what is kept under it is of that kind.
  if (found) return found as Formatter;
  if (formatters.size >= 200) formatters.clear();
  const made = make();
  formatters.set(key, made);
  return made;
}
