import { expect, test } from 'vitest';
import { backoffMs } from './backoff';

const range = { baseMs: 250, capMs: 30_000 };

test('the longest wait doubles with each attempt up to its cap', () => {
  const longest = [1, 2, 3, 7, 8, 9, 1_000_000].map((attempts) => backoffMs(attempts, range, () => 1));
  expect(longest).toEqual([250, 500, 1_000, 16_000, 30_000, 30_000, 30_000]);
});

test('the range is random, but there is always a wait', () => {
  expect(backoffMs(4, range, () => 0)).toBe(100);
  expect(backoffMs(4, range, () => 0.5)).toBe(1_050);
  expect(backoffMs(1, { baseMs: 1, capMs: 1 }, () => 0)).toBe(1);
});
