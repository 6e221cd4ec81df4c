import { expect, test } from 'vitest';
import { FEWEST_TOTALLED, figuresWithoutFew, isFew, isWhole, progressWithoutFew } from './few-people';

const progressOf = (targeted: number) => ({
  state: 'sent' as const,
  figures: { targeted, delivered: 1, pending: targeted - 2, skipped: 1, seen: 1, read: 1, clicked: 1 },
  skippedFor: { left: 0, muted: 1, unreached: 0 },
});

test('what fewer people than five did is not shown, and what adds up is', () => {
  const few = progressWithoutFew(progressOf(FEWEST_TOTALLED - 1));
  expect(few).toEqual({
    state: 'sent',
    figures: { targeted: 4, delivered: 1, pending: 2, skipped: 1, seen: null, read: null, clicked: null },
    skippedFor: null,
  });
  expect(isWhole(few.figures)).toBe(false);
});

test('of five people everything is shown', () => {
  const five = progressOf(FEWEST_TOTALLED);
  expect(progressWithoutFew(five)).toEqual(five);
  expect(figuresWithoutFew(five.figures)).toEqual(five.figures);
  expect(isWhole(five.figures)).toBe(true);
  expect([isFew(0), isFew(4), isFew(5)]).toEqual([true, true, false]);
});
