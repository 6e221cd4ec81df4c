import { expect, test } from 'vitest';
import { bothOf, plannedOf, startOf, type WhenChoice, zonesWith } from './when-choice';

const NOW = Date.parse('2026-10-24T10:20:00Z');
const START = startOf({ now: NOW, timeZone: 'Europe/Berlin' });
const later = (part: Partial<WhenChoice>): WhenChoice => ({ ...START, kind: 'later', ...part });

test('it begins with now, and with an hour that is near for whoever schedules', () => {
  expect(START).toEqual({
    kind: 'now',
    date: '2026-10-24',
    time: '14:00',
    zone: 'Europe/Berlin',
    fold: null,
    freeze: false,
  });
  expect(plannedOf(START, NOW)).toEqual({ moment: null, problem: null, when: { kind: 'now' } });
});

test('a time is taken by the clock of its zone', () => {
  const { moment, problem, when } = plannedOf(later({ zone: 'America/New_York' }), NOW);
  expect(moment).toEqual({ kind: 'instant', at: Date.parse('2026-10-24T18:00:00Z') });
  expect(problem).toBeNull();
  expect(when).toEqual({
    kind: 'later',
    local: { date: '2026-10-24', time: '14:00', zone: 'America/New_York' },
  });
});

test('a time that does not exist, is past, or is not filled in is refused by its field', () => {
  expect(plannedOf(later({ date: '2027-03-28', time: '02:30' }), NOW).problem).toEqual({
    field: 'time',
    message: '02:30 does not exist on 28 March in Europe/Berlin.',
  });
  expect(plannedOf(later({ time: '12:20' }), NOW).problem?.message).toBe('This time is past.');
  expect(plannedOf(later({ time: '12:21' }), NOW).problem).toBeNull();
  expect(plannedOf(later({ date: '' }), NOW).problem?.field).toBe('date');
  expect(plannedOf(later({ time: '' }), NOW).problem?.field).toBe('time');
});

test('of a time that comes twice it is asked which, also after one was chosen', () => {
  const twice = later({ date: '2026-10-25', time: '02:30' });
  expect(plannedOf(twice, NOW).problem?.field).toBe('fold');
  const both = {
    kind: 'overlap',
    earlier: Date.parse('2026-10-25T00:30:00Z'),
    later: Date.parse('2026-10-25T01:30:00Z'),
  };
  expect(bothOf(twice)).toEqual(both);
  const second = { ...twice, fold: 'later' } as const;
  expect(plannedOf(second, NOW)).toMatchObject({ problem: null, moment: { at: both.later } });
  expect(bothOf(second)).toEqual(both);
  expect(bothOf(later({}))).toBeNull();
});

test('the sender’s own zone can be chosen, however it is spelled', () => {
  expect(zonesWith('Asia/Calcutta')).toContain('Asia/Calcutta');
  expect(zonesWith('Europe/Berlin').filter((zone) => zone === 'Europe/Berlin')).toHaveLength(1);
  expect(zonesWith('Europe/Berlin')).toContain('UTC');
});
