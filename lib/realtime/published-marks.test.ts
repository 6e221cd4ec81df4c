import { expect, test } from 'vitest';
import { createPublishedMarks } from './published-marks';
import { createManualClock } from './testing/manual-clock';
import { createRecordingLog } from './testing/recording-log';

function open() {
  const clock = createManualClock();
  const logger = createRecordingLog();
  const writes: { userId: string; seq: number }[][] = [];
  let failure: Error | null = null;
  let takesMs = 0;
  const marks = createPublishedMarks({
    write: async (batch) => {
      if (takesMs > 0) await new Promise<void>((done) => clock.timers.after(takesMs, done));
      if (failure) throw failure;
      writes.push([...batch]);
    },
    timers: clock.timers,
    random: () => 1,
    logger,
  });
  return {
    clock,
    logger,
    marks,
    writes,
    fail: (error: Error | null) => {
      failure = error;
    },
    takes: (ms: number) => {
      takesMs = ms;
    },
  };
}

test('the newest seq of each stream is written, two hundred milliseconds after the first', async () => {
  const { clock, marks, writes } = open();
  marks.add('ana', 1);
  marks.add('ben', 7);
  await clock.advance(150);
  marks.add('ana', 3);
  marks.add('ana', 2);
  expect(marks.get('ana')).toBe(3);
  expect(writes).toEqual([]);
  await clock.advance(50);
  expect(writes).toEqual([
    [
      { userId: 'ana', seq: 3 },
      { userId: 'ben', seq: 7 },
    ],
  ]);
  expect(marks.get('ana')).toBe(0);
  expect(clock.sleeping()).toBe(0);
});

test('five hundred are written at once, without waiting', async () => {
  const { clock, marks, writes } = open();
  for (let i = 0; i < 500; i++) marks.add(`u${i}`, 1);
  await clock.settle();
  expect(writes.map((batch) => batch.length)).toEqual([500]);
});

test('a mark that rises while it is being written is kept and written again', async () => {
  const { clock, marks, writes, takes } = open();
  takes(50);
  marks.add('ana', 1);
  await clock.advance(210);
  marks.add('ana', 2);
  await clock.advance(60);
  expect(marks.get('ana')).toBe(2);
  await clock.advance(400);
  expect(writes.flat()).toEqual([
    { userId: 'ana', seq: 1 },
    { userId: 'ana', seq: 2 },
  ]);
});

test('a flush during a write waits for what was added since', async () => {
  const { clock, marks, writes, takes } = open();
  takes(50);
  marks.add('ana', 1);
  const first = marks.flush();
  marks.add('ben', 1);
  const second = marks.flush();
  const third = marks.flush();
  await clock.advance(100);
  expect(await Promise.all([first, second, third])).toEqual([true, true, true]);
  expect(writes).toEqual([[{ userId: 'ana', seq: 1 }], [{ userId: 'ben', seq: 1 }]]);
});

test('a failed write loses nothing, is tried again ever more seldom, and is spoken of once', async () => {
  const { clock, marks, writes, logger, fail } = open();
  fail(new Error('disk full'));
  marks.add('ana', 1);
  expect(await marks.flush()).toBe(false);
  await clock.advance(120_000);
  expect(marks.get('ana')).toBe(1);
  expect(logger.lines).toEqual(['warn What was published could not be recorded; trying again']);
  fail(null);
  await clock.advance(11_000);
  expect(writes).toEqual([[{ userId: 'ana', seq: 1 }]]);
  expect(logger.lines).toHaveLength(2);
  expect(logger.facts[1]).toMatchObject({ attempts: expect.any(Number) });
});

test('while nothing can be written the oldest marks give way', async () => {
  const { marks, fail } = open();
  fail(new Error('disk full'));
  await marks.flush();
  for (let i = 0; i < 10_001; i++) marks.add(`u${i}`, 1);
  expect(marks.get('u0')).toBe(0);
  expect(marks.get('u1')).toBe(1);
  expect(marks.get('u10000')).toBe(1);
});

test('a stopped one writes only what it is asked to', async () => {
  const { clock, marks, writes } = open();
  marks.add('ana', 1);
  marks.stop();
  marks.add('ben', 1);
  await clock.advance(10_000);
  expect(writes).toEqual([]);
  expect(await marks.flush()).toBe(true);
  expect(writes.flat()).toHaveLength(2);
});
