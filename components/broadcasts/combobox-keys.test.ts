import { expect, test } from 'vitest';
import { moved } from './combobox-keys';

test('arrows go round a list, from nowhere to its nearer end', () => {
  expect([-1, 0, 2].map((at) => moved(at, 'ArrowDown', 3))).toEqual([0, 1, 0]);
  expect([-1, 0, 2].map((at) => moved(at, 'ArrowUp', 3))).toEqual([2, 2, 1]);
});

test('in an empty list there is nowhere to go', () => {
  expect([moved(-1, 'ArrowDown', 0), moved(-1, 'ArrowUp', 0)]).toEqual([-1, -1]);
});
