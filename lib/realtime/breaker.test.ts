import { expect, test } from 'vitest';
import { createBreaker } from './breaker';
import { createManualClock } from './testing/manual-clock';
import { createRecordingLog } from './testing/recording-log';

function open() {
  const clock = createManualClock();
  const logger = createRecordingLog();
  let due = 0;
  const breaker = createBreaker({
    what: 'The service',
    onDue: () => (due += 1),
    timers: clock.timers,
    random: () => 1,
    logger,
  });
  const fail = (times = 1) => {
    for (let i = 0; i < times; i++) breaker.failed(new Error('refused'));
  };
  return { breaker, clock, logger, fail, due: () => due };
}

test('four failures in a row change nothing, the fifth takes it down', () => {
  const { breaker, logger, fail } = open();
  fail(4);
  expect([breaker.isDown(), breaker.isResting(), logger.lines]).toEqual([false, false, []]);
  fail();
  expect([breaker.isDown(), breaker.isResting()]).toEqual([true, true]);
  expect(logger.lines).toEqual(['warn The service is not answering; trying again at growing intervals']);
});

test('a success in between starts the count anew', () => {
  const { breaker, fail } = open();
  fail(4);
  expect(breaker.succeeded()).toBe(false);
  fail(4);
  expect(breaker.isDown()).toBe(false);
});

test('each attempt that fails doubles the rest, up to two seconds', async () => {
  const { breaker, clock, fail, due } = open();
  fail(5);
  for (const [i, restMs] of [250, 500, 1_000, 2_000, 2_000, 2_000].entries()) {
    await clock.advance(restMs - 1);
    expect([restMs, breaker.isResting(), due()]).toEqual([restMs, true, i]);
    await clock.advance(1);
    expect([restMs, breaker.isResting(), breaker.isDown(), due()]).toEqual([restMs, false, true, i + 1]);
    fail();
  }
});

test('what was under way when it went down does not lengthen the rest', async () => {
  const { breaker, clock, fail } = open();
  fail(5);
  await clock.advance(100);
  fail(20);
  await clock.advance(150);
  expect(breaker.isResting()).toBe(false);
});

test('a time of day that is put back does not lengthen the rest', async () => {
  const { breaker, clock, fail } = open();
  fail(5);
  clock.set(clock.now() - 3_600_000);
  await clock.advance(250);
  expect(breaker.isResting()).toBe(false);
});

test('one success brings it up, also out of its rest, and that is said', () => {
  const { breaker, clock, logger, fail } = open();
  fail(5);
  expect(breaker.succeeded()).toBe(true);
  expect([breaker.isDown(), breaker.isResting(), clock.sleeping()]).toEqual([false, false, 0]);
  expect(logger.lines[1]).toBe('warn The service is answering again');
  expect(logger.facts[1]).toEqual({ attempts: 5 });
  expect(breaker.succeeded()).toBe(false);
  expect(logger.lines).toHaveLength(2);
});

test('a stopped one leaves no timer', () => {
  const { breaker, clock, fail } = open();
  fail(5);
  expect(clock.sleeping()).toBe(1);
  breaker.stop();
  expect(clock.sleeping()).toBe(0);
});
