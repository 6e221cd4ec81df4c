import { expect, test } from 'vitest';
import { createBreaker } from './breaker';
import { createRecordingLog } from './testing/recording-log';

function open({ random = () => 1 }: { random?: () => number } = {}) {
  let time = 0;
  const logger = createRecordingLog();
  const breaker = createBreaker({ what: 'The service', now: () => time, random, logger });
  const fail = (times = 1) => {
    for (let i = 0; i < times; i++) breaker.failed(new Error('refused'));
  };
  return { breaker, logger, fail, pass: (ms: number) => (time += ms) };
}

test('four failures in a row change nothing, the fifth takes it down', () => {
  const { breaker, logger, fail } = open();
  fail(4);
  expect([breaker.isDown(), breaker.waitMs(), logger.lines]).toEqual([false, 0, []]);
  fail();
  expect([breaker.isDown(), breaker.waitMs()]).toEqual([true, 250]);
  expect(logger.lines).toEqual(['warn The service is not answering; trying again at growing intervals']);
});

test('a success in between starts the count anew', () => {
  const { breaker, fail } = open();
  fail(4);
  expect(breaker.succeeded()).toBe(false);
  fail(4);
  expect(breaker.isDown()).toBe(false);
});

test('each attempt that fails doubles the wait, up to ten seconds', () => {
  const { breaker, fail, pass } = open();
  fail(5);
  const waits: number[] = [];
  for (let i = 0; i < 8; i++) {
    waits.push(breaker.waitMs());
    pass(breaker.waitMs());
    expect(breaker.waitMs()).toBe(0);
    fail();
  }
  expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
});

test('what was under way when it went down does not lengthen the wait', () => {
  const { breaker, fail, pass } = open();
  fail(5);
  pass(100);
  fail(20);
  expect(breaker.waitMs()).toBe(150);
});

test('one success brings it up, and says how long it was down', () => {
  const { breaker, logger, fail, pass } = open();
  fail(5);
  pass(60_000);
  expect(breaker.succeeded()).toBe(true);
  expect([breaker.isDown(), breaker.waitMs()]).toEqual([false, 0]);
  expect(logger.lines[1]).toBe('info The service is answering again');
  expect(logger.facts[1]).toEqual({ downMs: 60_000 });
  expect(breaker.succeeded()).toBe(false);
  expect(logger.lines).toHaveLength(2);
});
