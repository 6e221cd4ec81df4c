import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TIMELINE_MARKS, TIMELINE_PARTS, TIMELINE_POINTS_MAX, timelineOf } from './timeline';

const FROM = Date.parse('2030-05-15T10:00:00Z');
const HOUR = 3_600_000;

test('nothing that happened is no line', () => {
  const { points, from } = timelineOf(FROM, []);
  expect([from, points]).toEqual(['2030-05-15T10:00:00.000Z', []]);
});

test('each point holds all that came before it', () => {
  const { stepMs, points } = timelineOf(FROM, [
    { mark: 'delivered', afterMs: 0, count: 3 },
    { mark: 'seen', afterMs: 2_000, count: 1 },
    { mark: 'delivered', afterMs: 2_000, count: 1 },
  ]);
  expect(stepMs).toBe(1_000);
  expect(points.map(({ delivered, seen }) => [delivered, seen])).toEqual([
    [3, 0],
    [3, 0],
    [4, 1],
  ]);
  expect(points[2]?.at).toBe('2030-05-15T10:00:03.000Z');
});

test('the step grows with the span, and a point is never finer than its parts were counted', () => {
  const stepOf = (afterMs: number) => timelineOf(FROM, [{ mark: 'seen', afterMs, count: 1 }]).stepMs;
  expect(stepOf(59_000)).toBe(1_000);
  expect(stepOf(60_000)).toBe(5_000);
  expect(stepOf(HOUR)).toBe(300_000);
  expect(stepOf(48 * HOUR)).toBe(HOUR);
  expect(stepOf(20_000 * 24 * HOUR)).toBe(365 * 24 * HOUR);
  expect(stepOf(100 * 365 * 24 * HOUR)).toBe(2 * 365 * 24 * HOUR);
});

const anyPart = fc
  .record({
    mark: fc.constantFrom(...TIMELINE_MARKS),
    ms: fc.oneof(fc.nat(2 * HOUR), fc.nat(72 * HOUR), fc.nat(400 * 24 * HOUR)),
    count: fc.integer({ min: 1, max: 1_000 }),
  })
  .map(({ mark, ms, count }) => {
    const { partMs } = TIMELINE_PARTS.find(({ untilMs }) => ms < untilMs) ?? TIMELINE_PARTS[2];
    return { mark, afterMs: Math.floor(ms / partMs) * partMs, count };
  });

test('no mark is lost on the steps, none comes before its time, and no line falls', () => {
  fc.assert(
    fc.property(fc.array(anyPart, { maxLength: 200 }), (parts) => {
      const { points, stepMs } = timelineOf(FROM, parts);
      expect(points.length).toBeLessThanOrEqual(TIMELINE_POINTS_MAX);
      for (const mark of TIMELINE_MARKS) {
        const all = parts.filter((part) => part.mark === mark);
        points.forEach((point, nth) => {
          const end = (nth + 1) * stepMs;
          const due = all.filter(({ afterMs }) => afterMs < end).reduce((sum, { count }) => sum + count, 0);
          expect(point[mark]).toBe(due);
          expect(Date.parse(point.at)).toBe(FROM + end);
        });
        const total = all.reduce((sum, { count }) => sum + count, 0);
        expect(points.at(-1)?.[mark] ?? 0).toBe(total);
      }
    }),
  );
});

test('every step is a multiple of the parts that its times were counted in', () => {
  fc.assert(
    fc.property(anyPart, (part) => {
      const { stepMs } = timelineOf(FROM, [part]);
      const { partMs } = TIMELINE_PARTS.find(({ untilMs }) => part.afterMs < untilMs) ?? TIMELINE_PARTS[2];
      expect(stepMs % partMs).toBe(0);
    }),
  );
});
