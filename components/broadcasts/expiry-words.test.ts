import { expect, test } from 'vitest';
import { fromField, toField } from './expiry-words';

test('a field’s time is one of the writer’s zone, and comes back as it was', () => {
  expect(fromField('2026-11-03T14:05', 'Europe/Berlin')).toBe('2026-11-03T13:05:00.000Z');
  expect(toField('2026-11-03T13:05:00.000Z', 'Europe/Berlin')).toBe('2026-11-03T14:05');
  expect(fromField('2026-11-03T14:05:30', 'UTC')).toBe('2026-11-03T14:05:00.000Z');
});

test('a time that clocks skip is none, and of one that comes twice it is the later', () => {
  expect(fromField('2026-03-29T02:30', 'Europe/Berlin')).toBeNull();
  expect(fromField('2026-10-25T02:30', 'Europe/Berlin')).toBe('2026-10-25T01:30:00.000Z');
  expect(fromField('', 'Europe/Berlin')).toBeNull();
});
