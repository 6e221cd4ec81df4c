import { expect, test } from 'vitest';
import { AppError } from '@/lib/errors';
import { saysServiceIsAway } from './service-away';

const unavailable = (facts: { status?: number }) =>
  new AppError('unavailable', 'No.', { facts: { ...facts } });

test('no answer and an unknown key are about the service', () => {
  for (const facts of [{}, { status: 401 }, { status: 403 }])
    expect(saysServiceIsAway(unavailable(facts))).toBe(true);
});

test('any other answer may be about the event, and what is no refusal of the service is not about it', () => {
  for (const status of [400, 413, 429, 500, 503])
    expect(saysServiceIsAway(unavailable({ status }))).toBe(false);
  expect(saysServiceIsAway(new AppError('invalid', 'No.'))).toBe(false);
  for (const other of [new Error('queue full'), null, 'refused'])
    expect(saysServiceIsAway(other)).toBe(false);
});
