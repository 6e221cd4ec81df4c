import { expect, test } from 'vitest';
import { workingTime, workingTimes } from './working-times';

const DAY_MS = 24 * 3600_000;
/** Every day of a week, at hours in and out of work, by the clock of whoever runs this. */
const NOWS = Array.from({ length: 7 }, (_, day) =>
  [0, 3, 9, 13, 18, 23].map((hour) => new Date(2030, 4, 13 + day, hour, 41).getTime()),
).flat();

test('a week’s times rise, lie within it, and are many different ones', () => {
  for (const now of NOWS) {
    const times = workingTimes(now, 40, 1);
    expect(times).toHaveLength(40);
    expect(new Set(times).size).toBe(40);
    expect([...times].sort((a, b) => a - b)).toEqual(times);
    expect(times[0]).toBeGreaterThanOrEqual(now - 7 * DAY_MS);
    expect(times.at(-1)).toBeLessThan(now);
  }
});

test('all but the last three are in working hours, and those are fresh', () => {
  for (const now of NOWS) {
    const times = workingTimes(now, 40, 0);
    for (const time of times.slice(0, -3)) {
      const date = new Date(time);
      expect([1, 2, 3, 4, 5]).toContain(date.getDay());
      expect(date.getHours()).toBeGreaterThanOrEqual(8);
      expect(date.getHours()).toBeLessThan(18);
    }
    for (const time of times.slice(-3)) expect(now - time).toBeLessThan(2 * 3600_000);
  }
});

test('two people’s times differ', () => {
  const now = NOWS[20] ?? 0;
  const first = new Set(workingTimes(now, 40, 0));
  expect(workingTimes(now, 40, 1).filter((time) => first.has(time))).toEqual([]);
});

test('a share of the week is a working time, later for a larger one', () => {
  for (const now of NOWS) {
    const times = [0, 0.12, 0.48, 0.86].map((share) => workingTime(now, share));
    expect([...times].sort((a, b) => a - b)).toEqual(times);
    expect(times[0]).toBeGreaterThanOrEqual(now - 7 * DAY_MS);
    expect(times.at(-1)).toBeLessThan(now - 2 * 3600_000);
  }
});
