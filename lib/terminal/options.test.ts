import { expect, test } from 'vitest';
import { audienceOf } from './audience-option';
import { numberOf, UsageError } from './command';
import { timeOf } from './time-option';
import { shown } from './words';

for (const [to, except, audience] of [
  ['everyone', null, { kind: 'everyone' }],
  ['role:sender', null, { kind: 'role', role: 'sender' }],
  ['group:berlin', null, { kind: 'groups', groups: ['berlin'] }],
  ['group:berlin, group:paris', null, { kind: 'groups', groups: ['berlin', 'paris'] }],
  ['person:ana@belfry.test', null, { kind: 'people', people: ['ana@belfry.test'] }],
  [
    'everyone',
    'role:admin,group:berlin,person:a@b.c,person:d@e.f',
    { kind: 'everyone', except: { roles: ['admin'], groups: ['berlin'], people: ['a@b.c', 'd@e.f'] } },
  ],
] as const) {
  test(`--to ${to}${except === null ? '' : ` --except ${except}`}`, () => {
    expect(audienceOf(to, except)).toEqual(audience);
  });
}

for (const [to, except] of [
  ['', null],
  ['berlin', null],
  ['Everyone', null],
  ['group:', null],
  ['team:berlin', null],
  ['role:boss', null],
  ['role:admin,role:member', null],
  ['everyone,group:berlin', null],
  ['group:berlin,person:ana@belfry.test', null],
  ['group:berlin,', null],
  ['everyone', 'everyone'],
  ['everyone', 'role:boss'],
  ['everyone', 'berlin'],
] as const) {
  test(`--to “${to}”${except === null ? '' : ` --except “${except}”`} is not understood`, () => {
    expect(() => audienceOf(to, except)).toThrow(UsageError);
  });
}

const zone = (given: Partial<Parameters<typeof timeOf>[1]> = {}) => ({
  zone: null,
  fold: null,
  ownZone: 'America/New_York',
  ...given,
});

test('a time of the wall is meant in the zone that is given, else in this computer’s', () => {
  const local = { date: '2026-12-01', time: '09:00' };
  expect(timeOf('2026-12-01T09:00', zone({ zone: 'Europe/Berlin' }))).toEqual({
    local: { ...local, zone: 'Europe/Berlin' },
  });
  expect(timeOf('2026-12-01 09:00', zone({ fold: 'later' }))).toEqual({
    local: { ...local, zone: 'America/New_York', fold: 'later' },
  });
});

test('a time with its offset is an instant', () => {
  expect(timeOf('2026-12-01T09:00:00+01:00', zone())).toEqual({ at: '2026-12-01T08:00:00.000Z' });
  expect(timeOf('2026-12-01T09:00Z', zone())).toEqual({ at: '2026-12-01T09:00:00.000Z' });
});

for (const [at, given] of [
  ['tomorrow', {}],
  ['2026-12-01', {}],
  ['09:00', {}],
  ['2026-12-01T09', {}],
  ['2026-13-01T09:00:00Z', {}],
  ['2026-12-01T09:00:00Z', { zone: 'Europe/Berlin' }],
  ['2026-12-01T09:00', { fold: 'second' }],
] as const) {
  test(`--at ${at} ${JSON.stringify(given)} is not understood`, () => {
    expect(() => timeOf(at, zone(given))).toThrow(UsageError);
  });
}

test('a number is a whole one within its bounds', () => {
  const bounds = { min: 0, max: 3_600, usual: 7 };
  expect(numberOf({}, 'hold', bounds)).toBe(7);
  expect(numberOf({ hold: '0' }, 'hold', bounds)).toBe(0);
  for (const hold of ['', '-1', '1.5', '1e2', '3601', 'ten', ' 5']) {
    expect(() => numberOf({ hold }, 'hold', bounds), hold).toThrow(UsageError);
  }
});

test('nothing that a terminal would act on reaches it', () => {
  expect(shown('a\u001b[2Jb\nc\u202ed\u0007')).toBe('a [2Jb cd ');
});
