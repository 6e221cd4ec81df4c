import { expect, test } from 'vitest';
import { daySections } from '../list/day-sections';
import { aRow } from '../testing/rows';
import { clockSeconds, clockTime, dayHeading, dayKey, wholeTime } from './time-words';
import { parseTimeZone } from './time-zone';

const reading = (now: string, timeZone = 'Europe/Berlin') => ({
  now: Date.parse(now),
  locale: 'en-GB',
  timeZone,
});

test('the whole moment is in the viewer’s zone, day before month', () => {
  expect(wholeTime('2026-11-03T14:05:00Z', reading('2026-11-03T15:00:00Z'))).toBe(
    'Tuesday 3 November 2026, 15:05',
  );
  expect(clockTime(Date.parse('2026-11-03T23:30:00Z'), reading('2026-11-03T15:00:00Z'))).toBe('00:30');
  expect(clockSeconds(Date.parse('2026-11-03T23:30:07Z'), reading('2026-11-03T15:00:00Z'))).toBe('00:30:07');
});

test('days are those of the viewer’s calendar', () => {
  const now = reading('2026-11-05T10:00:00Z');
  expect(dayHeading('2026-11-04T23:30:00Z', now)).toBe('Today');
  expect(dayHeading('2026-11-04T22:30:00Z', now)).toBe('Yesterday');
  expect(dayHeading('2026-11-02T12:00:00Z', now)).toBe('Monday');
  expect(dayHeading('2026-10-29T12:00:00Z', now)).toBe('29 October 2026');
  expect(dayKey('2026-11-04T23:30:00Z', now)).toBe('2026-11-05');
});

test('yesterday is yesterday over the night with 25 hours', () => {
  const now = reading('2026-10-26T00:30:00Z');
  expect(dayHeading('2026-10-24T22:30:00Z', now)).toBe('Yesterday');
});

test('a moment ahead of the clock belongs to today', () => {
  expect(dayHeading('2026-11-06T10:00:00Z', reading('2026-11-05T10:00:00Z'))).toBe('Today');
});

test('a feed is cut at midnight of the viewer, in the order of the feed', () => {
  const rows = [
    aRow({ id: 'c', createdAt: '2026-11-05T09:00:00Z' }),
    aRow({ id: 'b', createdAt: '2026-11-04T23:10:00Z' }),
    aRow({ id: 'a', createdAt: '2026-11-04T22:50:00Z' }),
  ];
  const sections = daySections(rows, reading('2026-11-05T10:00:00Z'));
  expect(sections.map(({ heading, rows }) => [heading, rows.map(({ id }) => id)])).toEqual([
    ['Today', ['c', 'b']],
    ['Yesterday', ['a']],
  ]);
});

test('an arrival leaves the sections below it as they were', () => {
  const old = [aRow({ id: 'b', createdAt: '2026-11-05T09:00:00Z' })];
  const now = reading('2026-11-05T10:00:00Z');
  const keys = (rows: typeof old) => daySections(rows, now).map(({ key }) => key);
  expect(keys([aRow({ id: 'c', createdAt: '2026-11-05T09:30:00Z' }), ...old])).toEqual(keys(old));
});

test('a day that comes up again has a section of its own', () => {
  const rows = ['2026-11-05T09:00:00Z', '2026-11-03T09:00:00Z', '2026-11-05T08:00:00Z'].map(
    (createdAt, nth) => aRow({ id: String(nth), createdAt }),
  );
  const sections = daySections(rows, reading('2026-11-05T10:00:00Z'));
  expect(new Set(sections.map(({ key }) => key)).size).toBe(3);
});

test('a cookie that names no zone means UTC', () => {
  expect(parseTimeZone('America/New_York')).toBe('America/New_York');
  for (const text of [undefined, '', 'Mars/Olympus', 'Europe/Berlin; path=/', '../etc', 'x'.repeat(65)]) {
    expect(parseTimeZone(text)).toBe('UTC');
  }
});
