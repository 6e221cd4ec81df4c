import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shareSkipped } from './progress';

test('those it had not reached are what no other reason explains', () => {
  expect(shareSkipped(10, { left: 3, muted: 2 })).toEqual({ left: 3, muted: 2, unreached: 5 });
  expect(shareSkipped(4, { left: 3, muted: 2 })).toEqual({ left: 3, muted: 1, unreached: 0 });
});

test('the reasons add up to the figure, whatever was counted', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), fc.nat(), (skipped, left, muted) => {
      const shared = shareSkipped(skipped, { left, muted });
      expect(shared.left + shared.muted + shared.unreached).toBe(skipped);
      expect(Math.min(...Object.values(shared))).toBeGreaterThanOrEqual(0);
    }),
  );
});
