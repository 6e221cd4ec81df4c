import { expect, test } from 'vitest';
import { dayEnd, dayStart } from './day-bounds';

const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());

test('a day begins and ends at midnight where it is', () => {
  expect(iso(dayStart('2030-05-15', 'Europe/Berlin'))).toBe('2030-05-14T22:00:00.000Z');
  expect(iso(dayEnd('2030-05-15', 'Europe/Berlin'))).toBe('2030-05-15T22:00:00.000Z');
  expect(iso(dayEnd('2030-12-31', 'UTC'))).toBe('2031-01-01T00:00:00.000Z');
});

test('a day on which clocks change is shorter or longer', () => {
  const hours = (date: string) =>
    ((dayEnd(date, 'Europe/Berlin') ?? 0) - (dayStart(date, 'Europe/Berlin') ?? 0)) / 3_600_000;
  expect([hours('2026-03-29'), hours('2026-03-30'), hours('2026-10-25')]).toEqual([23, 24, 25]);
});

test('where midnight is skipped the day begins an hour later', () => {
  // Lebanon sets its clocks forward at midnight.
  expect(iso(dayStart('2024-03-31', 'Asia/Beirut'))).toBe('2024-03-30T22:00:00.000Z');
});

test('what is no day has no bounds', () => {
  for (const date of ['', 'today', '2030-02-30', '2030-5-1', '0000-01-01']) {
    expect([dayStart(date, 'UTC'), dayEnd(date, 'UTC')], date).toEqual([null, null]);
  }
  expect(dayStart('2030-05-15', 'Nowhere/Land')).toBeNull();
});
