import fc from 'fast-check';
import { expect, test } from 'vitest';
import { progressLine } from './progress-line';

const at = (delivered: number, targeted: number, columns = 80, skipped = 0) =>
  progressLine({ delivered, targeted, skipped }, columns);

test('a bar and the numbers', () => {
  expect(at(642, 1_284)).toBe('[████████████░░░░░░░░░░░░] 642 of 1,284 delivered');
  expect(at(0, 4)).toBe('[░░░░░░░░░░░░░░░░░░░░░░░░] 0 of 4 delivered');
  expect(at(4, 5, 80, 1)).toContain('4 of 5 delivered, 1 skipped');
});

test('it is full when it is full and not before', () => {
  expect(at(1_283, 1_284)).toContain('░]');
  expect(at(1_284, 1_284)).not.toContain('░');
  expect(at(0, 0)).not.toContain('░');
});

test('in a narrow terminal the numbers stand alone', () => {
  expect(at(412, 1_284, 40)).toBe('412 of 1,284 delivered');
});

test('it is never as wide as the terminal, and always of one length of bar', () => {
  const count = fc.nat(10_000_000);
  fc.assert(
    fc.property(
      count,
      count,
      count,
      fc.integer({ min: 2, max: 200 }),
      (delivered, targeted, skipped, columns) => {
        const line = progressLine({ delivered, targeted, skipped }, columns);
        expect(line.length).toBeLessThan(columns);
        const bar = /\[(.*)\]/.exec(line)?.[1];
        if (bar !== undefined) expect(bar).toHaveLength(24);
      },
    ),
  );
});
