import { expect, test } from 'vitest';
import { sayTime } from './time';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A Wednesday. */
const NOW = Date.UTC(2026, 6, 15, 12, 0, 0);
const said = (agoMs: number, more: { locale?: string; timeZone?: string; now?: number } = {}) => {
  const reading = { now: NOW, locale: 'en-GB', timeZone: 'UTC', ...more };
  return sayTime(reading.now - agoMs, reading);
};

test('what is younger than 45 seconds is now', () => {
  expect(said(0)).toMatchObject({ short: 'now', long: 'now' });
  expect(said(45 * SECOND - 1).short).toBe('now');
});

test('a moment in the future is now, for the clocks differ', () => {
  expect(said(-3 * DAY)).toMatchObject({ short: 'now', long: 'now' });
});

test('from 45 seconds on it is minutes, at least one', () => {
  expect(said(45 * SECOND)).toMatchObject({ short: '1m', long: '1 minute ago' });
  expect(said(2 * MINUTE - 1).short).toBe('1m');
  expect(said(HOUR - 1)).toMatchObject({ short: '59m', long: '59 minutes ago' });
});

test('from an hour on it is hours', () => {
  expect(said(HOUR)).toMatchObject({ short: '1h', long: '1 hour ago' });
  expect(said(DAY - 1)).toMatchObject({ short: '23h', long: '23 hours ago' });
});

test('from a day to seven it is the weekday, and how many days ago for the ear', () => {
  expect(said(DAY)).toMatchObject({ short: 'Tue', long: 'yesterday' });
  expect(said(6 * DAY)).toMatchObject({ short: 'Thu', long: '6 days ago' });
});

test('yesterday is the day before this one on the reader’s wall, not 24 to 48 hours ago', () => {
  // Tuesday 00:30 UTC, seen on Wednesday at noon: yesterday in London, the day before it in New York.
  const ago = 35.5 * HOUR;
  expect(said(ago)).toMatchObject({ short: 'Tue', long: 'yesterday' });
  expect(said(ago, { timeZone: 'America/New_York' })).toMatchObject({ short: 'Mon', long: '2 days ago' });
});

test('a day of 25 hours is still one day', () => {
  // In London the clocks went back on 25 October 2026.
  const now = Date.UTC(2026, 9, 26, 9);
  expect(said(25.5 * HOUR, { now, timeZone: 'Europe/London' }).long).toBe('yesterday');
});

test('from seven days on it is the date, with the year when it is not this one', () => {
  expect(said(7 * DAY)).toMatchObject({ short: '8 Jul', long: '8 July 2026' });
  expect(said(365 * DAY)).toMatchObject({ short: '15 Jul 2025', long: '15 July 2025' });
});

test('which year it is is asked where the reader is', () => {
  // 1 January, 00:30 UTC, is still last year in New York; ten days later the year is told there.
  const moment = Date.UTC(2026, 0, 1, 0, 30);
  const now = moment + 10 * DAY;
  expect(said(10 * DAY, { now }).short).toBe('1 Jan');
  expect(said(10 * DAY, { now, timeZone: 'America/New_York' }).short).toBe('31 Dec 2025');
});

test('whoever hovers gets the whole moment', () => {
  expect(said(5 * MINUTE).absolute).toMatch(/^Wednesday,? 15 July 2026 at 11:55$/);
  expect(said(5 * MINUTE, { timeZone: 'Asia/Tokyo' }).absolute).toMatch(/20:55$/);
});

test('it is said in the reader’s language', () => {
  expect(said(2 * DAY, { locale: 'de' })).toMatchObject({ short: 'Mo', long: 'vorgestern' });
  expect(said(5 * MINUTE, { locale: 'de' }).long).toBe('vor 5 Minuten');
});

test('a moment may be given as ISO 8601 or as milliseconds', () => {
  const reading = { now: NOW, locale: 'en-GB', timeZone: 'UTC' };
  expect(sayTime('2026-07-15T11:00:00.000Z', reading)).toEqual(sayTime(NOW - HOUR, reading));
});

test('a moment, a locale or a zone that is none throws', () => {
  const reading = { now: NOW, locale: 'en-GB', timeZone: 'UTC' };
  expect(() => sayTime('soon', reading)).toThrow(RangeError);
  expect(() => sayTime(NOW, { ...reading, locale: '-' })).toThrow(RangeError);
  expect(() => sayTime(NOW, { ...reading, timeZone: 'Moon/Base' })).toThrow(RangeError);
});

test('many locales, zones and forms do not pile up wrongly: each is said in its own way', () => {
  const zones = Intl.supportedValuesOf('timeZone').slice(0, 150);
  for (const timeZone of zones) said(8 * DAY, { timeZone });
  expect(said(8 * DAY)).toMatchObject({ short: '7 Jul', long: '7 July 2026' });
  expect(said(8 * DAY, { locale: 'de' }).short).toBe('7. Juli');
});
