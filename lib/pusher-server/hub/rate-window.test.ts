import { expect, test } from 'vitest';
import { RateWindow } from './rate-window';

test('so many within a second, then none until the second is over', () => {
  const window = new RateWindow();
  const tries = (nowMs: number, count: number) =>
    Array.from({ length: count }, () => window.allows(2, nowMs)).filter(Boolean).length;
  expect(tries(5_000, 5)).toBe(2);
  expect(tries(5_999, 5)).toBe(0);
  expect(tries(6_000, 5)).toBe(2);
});
