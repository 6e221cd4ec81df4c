import { expect, test } from 'vitest';
import { SeldomLog } from './seldom-log';

function logAt() {
  const clock = { nowMs: 5 };
  const said: object[] = [];
  const logger = { info: (facts: object) => void said.push(facts), warn: () => {}, error: () => {} };
  return { clock, said, log: new SeldomLog(logger, () => clock.nowMs) };
}

test('the first is said at once, and then one in ten seconds, with how many were not', () => {
  const { clock, said, log } = logAt();
  for (let call = 0; call < 1_000; call++) log.info({ call }, 'refused');
  expect(said).toEqual([{ call: 0 }]);
  clock.nowMs += 9_999;
  log.info({ call: 1_000 }, 'refused');
  expect(said).toHaveLength(1);
  clock.nowMs += 1;
  log.info({ call: 1_001 }, 'refused');
  expect(said[1]).toEqual({ call: 1_001, unsaid: 1_000 });
  clock.nowMs += 10_000;
  log.info({ call: 1_002 }, 'refused');
  expect(said[2]).toEqual({ call: 1_002 });
});

test('without a logger nothing happens', () => {
  expect(() => new SeldomLog(undefined).info({}, 'refused')).not.toThrow();
});
