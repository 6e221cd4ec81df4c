import { expect, test } from 'vitest';
import type { Timeline } from '@/lib/inbox/timeline';
import { createTimelineWatch, withNow } from './timeline-watch';

const NOTHING = { delivered: 0, seen: 0, read: 0, clicked: 0 };
const timeline = (delivered: number): Timeline => ({
  from: '2030-05-15T10:00:00.000Z',
  stepMs: 1_000,
  points: [{ at: '2030-05-15T10:00:01.000Z', ...NOTHING, delivered }],
  untimed: NOTHING,
});

function watched() {
  const asked: ((answer: Timeline | null) => void)[] = [];
  const timers: { ms: number; run: () => void; live: boolean }[] = [];
  const time = { now: 0 };
  const watch = createTimelineWatch('b1', {
    ask: () => new Promise((resolve) => asked.push(resolve)),
    clock: {
      now: () => time.now,
      after(ms, run) {
        const timer = { ms, run, live: true };
        timers.push(timer);
        return () => {
          timer.live = false;
        };
      },
    },
  });
  const answer = async (given: Timeline | null) => {
    asked.at(-1)?.(given);
    await new Promise(setImmediate);
  };
  return { watch, asked, timers, time, answer };
}

test('it asks once at the start, and then only when something moved', async () => {
  const { watch, asked, timers, answer } = watched();
  watch.start();
  await answer(timeline(1));
  expect(watch.getSnapshot()).toEqual(timeline(1));
  timers[0]?.run();
  expect(asked).toHaveLength(1);
  watch.moved();
  expect(asked).toHaveLength(2);
});

test('a thousand moves are one question, after a rest that grows with what the last one took', async () => {
  const { watch, asked, timers, time, answer } = watched();
  watch.start();
  for (let move = 0; move < 1_000; move += 1) watch.moved();
  time.now = 2_000;
  await answer(timeline(1));
  expect(asked).toHaveLength(1);
  expect(timers[0]?.ms).toBe(20_000);
  timers[0]?.run();
  expect(asked).toHaveLength(2);
});

test('an answer that does not come leaves what is shown, and one that comes after the stop is dropped', async () => {
  const { watch, timers, answer } = watched();
  const stop = watch.start();
  await answer(timeline(1));
  timers[0]?.run();
  watch.moved();
  await answer(null);
  expect(watch.getSnapshot()).toEqual(timeline(1));
  timers[1]?.run();
  watch.moved();
  stop();
  await answer(timeline(9));
  expect(watch.getSnapshot()).toEqual(timeline(1));
  expect(timers).toHaveLength(2);
});

test('the line ends at the figures of now, whenever it was asked for', () => {
  const figures = { targeted: 9, delivered: 5, pending: 4, skipped: 0, seen: 2, read: 1, clicked: 1 };
  const now = Date.parse('2030-05-15T10:00:30Z');
  const points = withNow(timeline(3), figures, now);
  expect(points.map(({ at, delivered }) => [at, delivered])).toEqual([
    ['2030-05-15T10:00:01.000Z', 3],
    ['2030-05-15T10:00:30.000Z', 5],
  ]);
  expect(points.at(-1)).toMatchObject({ seen: 2, read: 1, clicked: 1 });
  const purged = { ...timeline(3), untimed: { ...NOTHING, delivered: 4 } };
  expect(withNow(purged, figures, now).at(-1)?.delivered).toBe(1);
});
