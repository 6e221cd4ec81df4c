import { expect, test } from 'vitest';
import { createManualClock } from '@/lib/realtime/testing/manual-clock';
import { createRetries } from './retries';

/** Retries whose attempts are noted with the moment they began, in milliseconds since the beginning. */
function setUp(random: () => number = () => 0.999) {
  const clock = createManualClock();
  const begun = clock.now();
  const attempts: number[] = [];
  const givenUp: number[] = [];
  const retries = createRetries({
    attempt: () => attempts.push(clock.now() - begun),
    giveUp: () => givenUp.push(clock.now() - begun),
    clock: { now: clock.now, after: clock.timers.after },
    random,
  });
  /** Connected after so many milliseconds, then lost at once. */
  const connectAndLose = async (tookMs: number) => {
    retries.begin();
    await clock.advance(tookMs);
    retries.connected();
    retries.lost();
  };
  return { clock, attempts, givenUp, retries, connectAndLose };
}

const gaps = (moments: readonly number[]) => moments.slice(1).map((at, index) => at - (moments[index] ?? 0));

test('the first attempt is made at once and given five seconds', async () => {
  const { clock, attempts, givenUp, retries } = setUp();

  retries.begin();
  await clock.advance(4_999);
  expect(givenUp).toEqual([]);
  await clock.advance(1);

  expect(attempts).toEqual([0]);
  expect(givenUp).toEqual([5_000]);
});

test('a loss is followed by a random wait of at most half a second', async () => {
  for (const luck of [0, 0.5, 0.999]) {
    const { clock, attempts, connectAndLose } = setUp(() => luck);
    await connectAndLose(30);
    await clock.advance(500);

    expect(attempts[1]).toBeCloseTo(30 + luck * 500);
  }
});

test('on a quick line the first eight attempts are a second long and at most 1.5 seconds apart', async () => {
  const { clock, attempts, givenUp, connectAndLose } = setUp();
  await connectAndLose(30);
  await clock.advance(19_000);

  const short = attempts.slice(1, 9);
  expect(short).toHaveLength(8);
  for (const gap of gaps(short)) expect(gap).toBeLessThanOrEqual(2_500);
  for (const [index, end] of givenUp.slice(0, 7).entries()) {
    expect(end - (short[index] ?? 0)).toBeCloseTo(1_000);
  }
});

test('later waits grow to thirty seconds and no further', async () => {
  const { clock, attempts, connectAndLose } = setUp();
  await connectAndLose(30);
  await clock.advance(1_800_000);

  const late = gaps(attempts).slice(-10);
  expect(late).toHaveLength(10);
  for (const gap of late) {
    expect(gap).toBeGreaterThan(40_000);
    expect(gap).toBeLessThanOrEqual(45_000);
  }
});

test('an attempt is given three times what the line last needed', async () => {
  const { clock, attempts, givenUp, connectAndLose } = setUp(() => 0);
  await connectAndLose(1_200);
  await clock.advance(4_000);

  expect((givenUp[0] ?? 0) - (attempts[1] ?? 0)).toBe(3_600);
});

test('loading code is not counted as the line’s time', async () => {
  const { clock, attempts, givenUp, retries } = setUp(() => 0);
  retries.begin();
  await clock.advance(4_000);
  retries.restart();
  await clock.advance(20);
  retries.connected();
  retries.lost();
  await clock.advance(1_100);

  expect((givenUp[0] ?? 0) - (attempts[1] ?? 0)).toBe(1_000);
});

test('what has held for thirty seconds begins the next loss anew; what broke sooner goes on counting', async () => {
  for (const [heldMs, waitMs] of [
    [29_000, 1_000],
    [30_000, 500],
  ] as const) {
    const { clock, attempts, retries, connectAndLose } = setUp(() => 0.999_999);
    await connectAndLose(30);
    await clock.advance(600);
    retries.connected();
    await clock.advance(heldMs);
    const lostAt = attempts.length;
    const before = clock.now();
    retries.lost();
    while (attempts.length === lostAt) await clock.advance(1);

    expect(clock.now() - before).toBeCloseTo(waitMs, -1);
  }
});

test('a hurry ends a wait and nothing else', async () => {
  const { clock, attempts, retries, connectAndLose } = setUp();
  await connectAndLose(30);
  retries.hurry();
  expect(attempts).toHaveLength(2);
  retries.hurry();
  expect(attempts).toHaveLength(2);

  retries.connected();
  retries.hurry();
  await clock.advance(60_000);

  expect(attempts).toHaveLength(2);
});

test('stopped, it does nothing any more', async () => {
  const { clock, attempts, retries, connectAndLose } = setUp();
  await connectAndLose(30);

  retries.stop();
  retries.hurry();
  retries.connected();
  retries.lost();
  await clock.advance(60_000);

  expect(attempts).toHaveLength(1);
  expect(clock.sleeping()).toBe(0);
});
