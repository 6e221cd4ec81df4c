import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayStart, isZone, type LocalTime, localOf, momentOf, offsetMinutes } from './local-time';
import { foldText, momentProblem, untilText, whenText } from './local-time-words';

const HOUR = 3_600_000;
const iso = (at: number) => new Date(at).toISOString();
const berlin = (date: string, time: string, more: Partial<LocalTime> = {}): LocalTime => ({
  date,
  time,
  zone: 'Europe/Berlin',
  ...more,
});
const problemOf = (local: LocalTime) => momentProblem(local, momentOf(local));

test('a time in winter and one in summer are an hour of UTC apart', () => {
  expect(momentOf(berlin('2027-01-15', '09:00'))).toEqual({
    kind: 'instant',
    at: Date.parse('2027-01-15T08:00:00Z'),
  });
  expect(momentOf(berlin('2027-07-15', '09:00'))).toEqual({
    kind: 'instant',
    at: Date.parse('2027-07-15T07:00:00Z'),
  });
});

test('a time that clocks are set forward past is refused; the minutes around it are not', () => {
  const gap = berlin('2027-03-28', '02:30');
  expect(momentOf(gap)).toEqual({ kind: 'gap' });
  expect(problemOf(gap)).toEqual({
    field: 'time',
    message: '02:30 does not exist on 28 March in Europe/Berlin.',
  });
  const around = ['01:59', '02:00', '02:59', '03:00'].map((time) => momentOf(berlin('2027-03-28', time)));
  expect(around.map(({ kind }) => kind)).toEqual(['instant', 'gap', 'gap', 'instant']);
});

test('of a time that comes twice it is asked which', () => {
  const twice = berlin('2026-10-25', '02:30');
  const earlier = Date.parse('2026-10-25T00:30:00Z');
  const later = Date.parse('2026-10-25T01:30:00Z');
  expect(momentOf(twice)).toEqual({ kind: 'overlap', earlier, later });
  expect(problemOf(twice)).toEqual({
    field: 'fold',
    message:
      '02:30 comes twice on 25 October in Europe/Berlin. Say which: the first (UTC+2) or the second (UTC+1).',
  });
  expect(momentOf({ ...twice, fold: 'earlier' })).toEqual({ kind: 'instant', at: earlier });
  expect(momentOf({ ...twice, fold: 'later' })).toEqual({ kind: 'instant', at: later });
  expect(foldText('later', later, twice)).toBe('the second (UTC+1)');
});

test('to say which of one is harmless', () => {
  for (const fold of ['earlier', 'later'] as const) {
    expect(momentOf(berlin('2027-01-15', '09:00', { fold }))).toMatchObject({
      at: Date.parse('2027-01-15T08:00:00Z'),
    });
    expect(momentOf(berlin('2027-03-28', '02:30', { fold }))).toEqual({ kind: 'gap' });
  }
});

test('a zone that skips a whole day has no time on it', () => {
  for (const time of ['00:00', '12:00', '23:59']) {
    expect(momentOf({ date: '2011-12-30', time, zone: 'Pacific/Apia' })).toEqual({ kind: 'gap' });
  }
  expect(momentOf({ date: '2011-12-31', time: '00:00', zone: 'Pacific/Apia' }).kind).toBe('instant');
});

test('a zone may shift by half an hour, and be half an hour off', () => {
  expect(momentOf({ date: '2026-10-04', time: '02:15', zone: 'Australia/Lord_Howe' })).toEqual({
    kind: 'gap',
  });
  const twice = momentOf({ date: '2026-04-05', time: '01:45', zone: 'Australia/Lord_Howe' });
  expect(twice.kind === 'overlap' && twice.later - twice.earlier).toBe(HOUR / 2);
  const at = Date.parse('2026-01-01T00:00:00Z');
  expect(foldText('earlier', at, { date: '', time: '', zone: 'America/St_Johns' })).toBe(
    'the first (UTC−3:30)',
  );
});

for (const [field, local] of [
  ['date', berlin('2027-02-29', '09:00')],
  ['date', berlin('2027-13-01', '09:00')],
  ['date', berlin('0027-01-01', '09:00')],
  ['date', berlin('28.03.2027', '09:00')],
  ['date', berlin('2027-01-01T00:00', '09:00')],
  ['time', berlin('2027-01-01', '24:00')],
  ['time', berlin('2027-01-01', '9:00')],
  ['time', berlin('2027-01-01', '09:60')],
  ['time', berlin('2027-01-01', '09:00:30')],
  ['zone', berlin('2027-01-01', '09:00', { zone: 'Mars/Olympus' })],
  ['zone', berlin('2027-01-01', '09:00', { zone: '+02:00' })],
  ['zone', berlin('2027-01-01', '09:00', { zone: '' })],
  ['zone', berlin('2027-01-01', '09:00', { zone: 'UTC\n' })],
] as const) {
  test(`${JSON.stringify(local)} is refused for its ${field}`, () => {
    expect(momentOf(local)).toEqual({ kind: 'malformed', field });
    expect(problemOf(local)?.field).toBe(field);
  });
}

test('a day begins at midnight where it is asked for, or as soon after as there is a time', () => {
  const at = Date.parse('2027-07-15T00:30:00Z');
  expect(iso(dayStart(at, 'UTC'))).toBe('2027-07-15T00:00:00.000Z');
  expect(iso(dayStart(at, 'Europe/Berlin'))).toBe('2027-07-14T22:00:00.000Z');
  expect(iso(dayStart(at, 'America/New_York'))).toBe('2027-07-14T04:00:00.000Z');
  // Clocks in Beirut go from 23:59 to 01:00 that night.
  expect(iso(dayStart(Date.parse('2027-03-28T12:00:00Z'), 'Asia/Beirut'))).toBe('2027-03-27T22:00:00.000Z');
});

test('a leap day is a day', () => {
  expect(momentOf(berlin('2028-02-29', '12:00')).kind).toBe('instant');
});

describe('in every zone and year', () => {
  const ZONES = [
    ...Intl.supportedValuesOf('timeZone').filter((_, index) => index % 9 === 0),
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'Africa/Casablanca',
    'Asia/Kathmandu',
    'Pacific/Chatham',
  ];
  const minute = fc
    .integer({ min: Date.parse('2020-01-01T00:00Z') / 60_000, max: Date.parse('2045-01-01T00:00Z') / 60_000 })
    .map((minutes) => minutes * 60_000);

  test('what a clock shows at an instant leads back to it, or to it and its double', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), minute, (zone, at) => {
        const moment = momentOf(localOf(at, zone));
        if (moment.kind === 'overlap') expect([moment.earlier, moment.later]).toContain(at);
        else expect(moment).toEqual({ kind: 'instant', at });
      }),
      { numRuns: 2_000 },
    );
  });

  test('every hour that is set forward is refused, and every one set back has two instants one shift apart', () => {
    const year = fc.integer({ min: 2020, max: 2040 });
    let shifts = 0;
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), year, (zone, in_) => {
        for (const at of shiftsOf(zone, in_)) {
          shifts += 1;
          const shift = (offsetMinutes(at, zone) - offsetMinutes(at - 60_000, zone)) * 60_000;
          // What clocks would show without the shift, halfway through it.
          const wall = localOf(at + (offsetMinutes(at - 60_000, zone) * 60_000 + shift / 2), 'UTC');
          const moment = momentOf({ ...wall, zone });
          if (shift > 0) expect([zone, iso(at), moment.kind]).toEqual([zone, iso(at), 'gap']);
          else
            expect([zone, moment]).toEqual([
              zone,
              { kind: 'overlap', earlier: at + shift / 2, later: at - shift / 2 },
            ]);
        }
      }),
      { numRuns: 150 },
    );
    expect(shifts).toBeGreaterThan(20);
  });
});

/** The instants of a year at which a zone's clocks are set. */
function shiftsOf(zone: string, year: number): number[] {
  const found: number[] = [];
  const end = Date.UTC(year + 1, 0, 1);
  for (let day = Date.UTC(year, 0, 1); day < end; day += 24 * HOUR) {
    if (offsetMinutes(day, zone) === offsetMinutes(day + 24 * HOUR, zone)) continue;
    let [before, after] = [day, day + 24 * HOUR];
    while (after - before > 60_000) {
      const middle = before + Math.floor((after - before) / 120_000) * 60_000;
      if (offsetMinutes(middle, zone) === offsetMinutes(before, zone)) before = middle;
      else after = middle;
    }
    found.push(after);
  }
  return found;
}

test('a moment is shown in UTC, with its day where that is another, and how long it is until then', () => {
  const now = Date.parse('2027-01-15T10:48:00Z');
  const at = Date.parse('2027-01-15T14:00:00Z');
  expect(whenText(at, { now, zone: 'Europe/Berlin' })).toBe('= 14:00 UTC · in 3 h 12 min');
  expect(whenText(at, { now, zone: 'Pacific/Auckland' })).toBe('= 14:00 UTC on 15 January · in 3 h 12 min');
  expect([30_000, 60_000, 2 * HOUR, 25 * HOUR, 48 * HOUR, 0, -1].map(untilText)).toEqual([
    'in less than a minute',
    'in 1 min',
    'in 2 h',
    'in 1 day 1 h',
    'in 2 days',
    'in the past',
    'in the past',
  ]);
});

test('a zone is a name that is known here', () => {
  expect(['UTC', 'Europe/Berlin', 'Etc/GMT+3', 'Nowhere/Else', '../etc'].map(isZone)).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
});
