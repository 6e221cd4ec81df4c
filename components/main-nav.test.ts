import { expect, test } from 'vitest';
import { scrollNeeded } from './main-nav';

const strip = { left: 10, right: 310 };

for (const [what, part, by] of [
  ['in sight', { left: 60, right: 120 }, 0],
  ['beyond the end', { left: 400, right: 480 }, 194],
  ['cut at the end', { left: 250, right: 330 }, 44],
  ['before the beginning', { left: -90, right: -20 }, -124],
  ['at the very end, with nothing of the next in sight', { left: 240, right: 305 }, 19],
] as const) {
  test(`a place that is ${what} is scrolled to by ${by} pixels`, () => {
    expect(scrollNeeded(strip, part)).toBe(by);
    const { left, right } = { left: part.left - by, right: part.right - by };
    expect([left >= strip.left, right <= strip.right]).toEqual([true, true]);
  });
}
