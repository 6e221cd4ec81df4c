import { expect, test } from 'vitest';
import { countStarts } from './count-starts';

test('it begins at the first start and ends after the last stop', () => {
  const happened: string[] = [];
  const start = countStarts(() => {
    happened.push('begun');
    return () => happened.push('ended');
  });
  const first = start();
  const second = start();
  expect(happened).toEqual(['begun']);
  first();
  first();
  expect(happened).toEqual(['begun']);
  second();
  expect(happened).toEqual(['begun', 'ended']);
  start()();
  expect(happened).toEqual(['begun', 'ended', 'begun', 'ended']);
});
