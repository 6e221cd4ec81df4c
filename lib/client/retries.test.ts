import { expect, test } from 'vitest';
import { createManualClock } from '@/lib/realtime/testing/manual-clock';
import { createRetries } from './retries';

function retriesOf(random = () => 1) {
  const clock = createManualClock();
  const attempts: number[] = [];
  const givenUp: number[] = [];
  const begun = clock.now();
  const retries = createRetries({
    attempt: () => attempts.push(clock.now() - begun),
    giveUp: () => givenUp.push(clock.now() - begun),
    clock: { now: clock.now, after: clock.timers.after },
    random,
  });
  /** Connected, and lost a moment later. */
  const flap = () => {
    retries.connected();
    retries.lost();
  };
  return { retries, clock, attempts, givenUp, flap };
}

test('the first attempt is at once', () => {
  const { retries, attempts } = retriesOf();
  retries.begin();
  expect(attempts).toEqual([0]);
  expect(retries.isConnected()).toBe(false);
});

test('a loss waits: half a second at most, then a second, one and a half, then up to thirty', async () => {
  const { retries, clock, flap, attempts } = retriesOf();
  retries.begin();
  const waited: number[] = [];
  for (let n = 0; n < 14; n += 1) {
    const before = attempts.length;
    flap();
    const lostAt = clock.now();
    while (attempts.length === before) await clock.advance(250);
    waited.push(clock.now() - lostAt);
  }
  expect(waited).toEqual([500, 1_000, 1_500, 2_000, 4_000, 8_000, 16_000, ...Array(7).fill(30_000)]);
});

test('the wait is drawn anywhere below its ceiling, so that a thousand clients do not return together', async () => {
  const { retries, clock, flap, attempts } = retriesOf(() => 0.1);
  retries.begin();
  flap();
  await clock.advance(49);
  expect(attempts).toHaveLength(1);
  await clock.advance(1);
  expect(attempts).toHaveLength(2);
});

test('the very first attempt is given five seconds, then it is given up and another follows', async () => {
  const { retries, clock, attempts, givenUp } = retriesOf();
  retries.begin();
  await clock.advance(4_999);
  expect(givenUp).toEqual([]);
  await clock.advance(1);
  expect(givenUp).toEqual([5_000]);
  await clock.advance(500);
  expect(attempts).toEqual([0, 5_500]);
});

test('on a line that never connected, each failure gives the next attempt more time, up to fifteen seconds', async () => {
  const { retries, clock, attempts, givenUp } = retriesOf(() => 0);
  retries.begin();
  await clock.advance(120_000);
  const given = givenUp.map((at, n) => Math.round(at - (attempts[n] ?? 0)));
  expect(given.slice(0, 6)).toEqual([5_000, 6_500, 8_450, 10_985, 14_281, 15_000]);
  expect(Math.max(...given)).toBe(15_000);
});

test('an attempt is given three times what connecting last took, but a second at least', async () => {
  const quick = retriesOf(() => 0);
  quick.retries.begin();
  await quick.clock.advance(20);
  quick.retries.connected();
  await quick.clock.advance(40_000);
  quick.retries.lost();
  await quick.clock.advance(0);
  const begun = quick.clock.now();
  await quick.clock.advance(1_400);
  expect(quick.givenUp[0]).toBe(40_020 + 1_000);
  expect(begun).toBe(quick.clock.now() - 1_400);

  const slow = retriesOf(() => 0);
  slow.retries.begin();
  await slow.clock.advance(3_000);
  slow.retries.connected();
  await slow.clock.advance(40_000);
  slow.retries.lost();
  await slow.clock.advance(9_000);
  expect(slow.givenUp).toEqual([43_000 + 9_000]);
});

test('on a line that is known the first two attempts after a loss stay short, and only later ones grow', async () => {
  const { retries, clock, attempts, givenUp } = retriesOf(() => 0);
  retries.begin();
  await clock.advance(20);
  retries.connected();
  retries.lost();
  await clock.advance(120_000);
  const given = givenUp.map((at, n) => Math.round(at - (attempts[n + 1] ?? 0)));
  expect(given.slice(0, 4)).toEqual([1_000, 1_000, 1_300, 1_690]);
  expect(given.every((ms) => ms <= 15_000)).toBe(true);
});

test('the time in which code was loaded is not the line’s', async () => {
  const { retries, clock, attempts, givenUp } = retriesOf(() => 0);
  retries.begin();
  await clock.advance(4_000);
  retries.restart();
  await clock.advance(20);
  retries.connected();
  retries.lost();
  await clock.advance(1_100);
  expect((givenUp[0] ?? 0) - (attempts[1] ?? 0)).toBe(1_000);
});

test('connected for half a minute, the next loss is a new story', async () => {
  const { retries, clock, flap, attempts } = retriesOf();
  retries.begin();
  for (let n = 0; n < 4; n += 1) {
    flap();
    await clock.advance(1_500);
  }
  retries.connected();
  await clock.advance(30_000);
  const before = attempts.length;
  retries.lost();
  await clock.advance(500);
  expect(attempts).toHaveLength(before + 1);
});

test('connected for less, it is not', async () => {
  const { retries, clock, flap, attempts } = retriesOf();
  retries.begin();
  for (let n = 0; n < 4; n += 1) {
    flap();
    await clock.advance(1_500);
  }
  retries.connected();
  await clock.advance(29_999);
  const before = attempts.length;
  retries.lost();
  await clock.advance(1_499);
  expect(attempts).toHaveLength(before);
});

test('a loss is one only when it was connected', async () => {
  const { retries, clock, attempts } = retriesOf();
  retries.begin();
  retries.lost();
  await clock.advance(4_000);
  expect(attempts).toHaveLength(1);
});

test('whoever is in a hurry ends the wait, and only a wait', async () => {
  const { retries, clock, flap, attempts } = retriesOf();
  retries.begin();
  retries.hurry();
  expect(attempts).toHaveLength(1);
  flap();
  retries.hurry();
  expect(attempts).toHaveLength(2);
  retries.connected();
  retries.hurry();
  await clock.advance(1_000);
  expect(attempts).toHaveLength(2);
});

test('whoever is in a hurry also ends an attempt that hangs, but not one that is only under way', async () => {
  const { retries, clock, attempts, givenUp } = retriesOf();
  retries.begin();
  await clock.advance(20);
  retries.connected();
  retries.lost();
  await clock.advance(500);
  expect(attempts).toEqual([0, 520]);
  await clock.advance(999);
  retries.hurry();
  expect(attempts).toHaveLength(2);
  await clock.advance(1);
  // It has been given up at its end and waits; seven more, and the attempts become long.
  for (let n = 0; n < 40 && clock.now() - 1_700_000_000_000 < 60_000; n += 1) await clock.advance(1_000);
  const before = attempts.length;
  while (attempts.length === before) await clock.advance(100);
  await clock.advance(1_100);
  const cuts = givenUp.length;
  retries.hurry();
  expect(attempts).toHaveLength(before + 2);
  expect(givenUp).toHaveLength(cuts + 1);
});

test('an attempt that met the dead server a moment before a hurry is begun anew after a second, however long it was given', async () => {
  const { retries, clock, attempts } = retriesOf();
  retries.begin();
  await clock.advance(20);
  retries.connected();
  retries.lost();
  // By now the attempts are long.
  await clock.advance(60_000);
  const before = attempts.length;
  while (attempts.length === before) await clock.advance(10);
  await clock.advance(100);
  retries.hurry();
  retries.hurry();
  await clock.advance(880);
  expect(attempts).toHaveLength(before + 1);
  await clock.advance(20);
  expect(attempts).toHaveLength(before + 2);
});

test('stopped, it attempts nothing any more', async () => {
  const { retries, clock, attempts, flap } = retriesOf();
  retries.begin();
  flap();
  retries.stop();
  retries.hurry();
  retries.connected();
  retries.lost();
  await clock.advance(60_000);
  expect(attempts).toHaveLength(1);
  expect(retries.isConnected()).toBe(false);
  expect(clock.sleeping()).toBe(0);
});
