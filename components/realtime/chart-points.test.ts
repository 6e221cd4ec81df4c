import { expect, test } from 'vitest';
import { chartPoints, chartSummary, rateNow, rateText, scaleTop } from './chart-points';

const END = 1_000_000_000;
const messages = (lastSecond: number, out: number[]) => ({
  lastSecond,
  endedAt: END,
  out,
  in: out.map((value) => value / 2),
});

test('five seconds make a point, the mean of them, and it ends where they do', () => {
  expect(chartPoints(messages(9, [1, 2, 3, 4, 10, 0, 0, 0, 0, 1]))).toEqual([
    { nth: 1, at: END - 5_000, sent: 4, received: 2 },
    { nth: 2, at: END, sent: 0.2, received: 0.1 },
  ]);
});

test('a point keeps its seconds while new ones come, and waits until it has five', () => {
  const seconds = [1, 2, 3, 4, 10, 0, 0, 0, 0, 1];
  const later = chartPoints({ ...messages(12, [...seconds, 90, 90, 90]), endedAt: END + 3_000 });
  expect(later).toEqual(chartPoints(messages(9, seconds)));
});

test('what is cut off at the old end makes no point', () => {
  expect(chartPoints(messages(9, [10, 0, 0, 0, 0, 1])).map(({ nth }) => nth)).toEqual([2]);
  expect(chartPoints(messages(3, [1, 1, 1]))).toEqual([]);
  expect(chartPoints(messages(0, []))).toEqual([]);
});

test('five minutes are at most sixty points', () => {
  const full = Array.from({ length: 300 }, () => 1);
  expect(chartPoints(messages(1_004, full))).toHaveLength(60);
  expect(chartPoints(messages(1_006, full))).toHaveLength(59);
});

test('the rate of now is the mean of the newest five seconds, or of as many as there are', () => {
  expect(rateNow([])).toBeNull();
  expect(rateNow([4])).toBe(4);
  expect(rateNow([100, 1, 2, 3, 4, 6])).toBe(3.2);
});

test('the summary says the span and the range of both ways', () => {
  expect(chartSummary([])).toContain('Nothing was measured yet');
  const points = chartPoints(messages(14, [0, 0, 0, 0, 0, 2, 2, 2, 2, 2, 20, 20, 20, 20, 20]));
  expect(chartSummary(points)).toBe(
    'In the last 15 s: 0 to 20 messages a second to clients, 0 to 10 from clients.',
  );
  expect(chartSummary(points.slice(0, 1))).toBe(
    'In the last 5 s: 0 messages a second to clients, 0 from clients.',
  );
});

test('the scale ends at a plain number above everything on it', () => {
  const top = (sent: number, received = 0) => scaleTop([{ nth: 1, at: END, sent, received }]);
  expect(scaleTop([])).toBe(1);
  expect([0, 1, 1.2, 3, 4.8, 0.4, 399, 401].map((sent) => top(sent))).toEqual([1, 1, 2, 4, 10, 1, 400, 1000]);
  expect(top(0, 15)).toBe(20);
});

test('a rate has a tenth below ten, none above, and separators beyond thousands', () => {
  expect([0, 0.04, 0.25, 9.96, 12.4, 1284.6].map(rateText)).toEqual(['0', '0', '0.3', '10', '12', '1,285']);
});
