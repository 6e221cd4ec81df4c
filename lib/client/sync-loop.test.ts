import { expect, test } from 'vitest';
import { createManualClock } from '@/lib/realtime/testing/manual-clock';
import { createSyncLoop, type SyncEnd } from './sync-loop';

/** A loop whose syncs end when and how the test says. */
function setUp({ random = () => 0.5, paceMs = 60_000 }: { random?: () => number; paceMs?: number } = {}) {
  const clock = createManualClock();
  const begun: number[] = [];
  const ends: ((end: SyncEnd) => void)[] = [];
  const pace = { ms: paceMs };
  const start = clock.now();
  const loop = createSyncLoop({
    sync: () => {
      begun.push(clock.now() - start);
      return new Promise((resolve) => ends.push(resolve));
    },
    paceMs: () => pace.ms,
    clock: { now: clock.now, after: clock.timers.after },
    random,
  });
  const end = async (how: SyncEnd) => {
    ends.shift()?.(how);
    await clock.settle();
  };
  return { clock, begun, loop, pace, end };
}

test('nothing is asked until something says so, or the slow timer does', async () => {
  const { clock, begun } = setUp();
  await clock.advance(59_999);
  expect(begun).toEqual([]);

  await clock.advance(1);

  expect(begun).toEqual([60_000]);
});

test.each([
  [0, 48_000],
  [0.999_999, 72_000],
])('the slow timer is spread by a fifth either way (luck %d)', async (luck, expectedMs) => {
  const { clock, begun } = setUp({ random: () => luck });
  await clock.advance(80_000);

  expect(begun[0]).toBeCloseTo(expectedMs, -1);
});

test('one sync is under way at a time, and however many ask meanwhile, one more follows', async () => {
  const { begun, loop, end } = setUp();
  loop.trigger('now');
  loop.trigger('now');
  loop.trigger('soon');
  expect(begun).toHaveLength(1);

  await end('done');
  expect(begun).toHaveLength(2);
  await end('done');

  expect(begun).toHaveLength(2);
});

test('a failed one is retried after waits that grow from a second to thirty', async () => {
  const { clock, begun, loop, end } = setUp({ random: () => 0.999_999 });
  loop.trigger('now');
  for (const waitMs of [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]) {
    const before = begun.length;
    await end('failed');
    await clock.advance(waitMs * 0.99);
    expect(begun).toHaveLength(before);
    await clock.advance(waitMs * 0.01);
    expect(begun).toHaveLength(before + 1);
  }
});

test('luck does not make it hammer', async () => {
  const { clock, begun, loop, end } = setUp({ random: () => 0 });
  loop.trigger('now');
  await end('failed');
  await clock.advance(199);
  expect(begun).toHaveLength(1);

  await clock.advance(1);

  expect(begun).toHaveLength(2);
});

test('while it waits after a failure an event changes nothing, and a person does', async () => {
  const { clock, begun, loop, end } = setUp();
  loop.trigger('now');
  await end('failed');
  loop.trigger('soon');
  await clock.settle();
  expect(begun).toHaveLength(1);

  loop.trigger('now');

  expect(begun).toHaveLength(2);
});

test('a success forgets the failures', async () => {
  const { clock, begun, loop, end } = setUp({ random: () => 0.999_999 });
  loop.trigger('now');
  for (let failures = 0; failures < 6; failures += 1) {
    await end('failed');
    await clock.advance(30_000);
  }
  await end('done');
  loop.trigger('now');
  const before = begun.length;
  await end('failed');
  await clock.advance(1_000);

  expect(begun).toHaveLength(before + 1);
});

test('a change of pace counts from now', async () => {
  const { clock, begun, loop, pace } = setUp();
  await clock.advance(30_000);
  pace.ms = 300_000;
  loop.paced();
  await clock.advance(299_999);
  expect(begun).toEqual([]);

  await clock.advance(1);

  expect(begun).toHaveLength(1);
});

test('a change of pace does not bring a retry forward, nor put it off', async () => {
  const { clock, begun, loop, pace, end } = setUp();
  loop.trigger('now');
  await end('failed');
  pace.ms = 300_000;
  loop.paced();
  await clock.advance(500);

  expect(begun).toHaveLength(2);
});

test.each(['signed-out', 'stop'] as const)('after %s nothing is asked any more', async (how) => {
  const { clock, begun, loop, end } = setUp();
  loop.trigger('now');
  if (how === 'stop') loop.stop();
  await end(how === 'stop' ? 'failed' : 'signed-out');
  loop.trigger('now');
  loop.paced();
  await clock.advance(600_000);

  expect(begun).toHaveLength(1);
  expect(clock.sleeping()).toBe(0);
});
