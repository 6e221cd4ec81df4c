import { expect, test } from 'vitest';
import { createManualClock } from '@/lib/realtime/testing/manual-clock';
import { createSyncLoop, type SyncEnd } from './sync-loop';

const PACE_MS = 60_000;

/** A loop whose syncs end when and how the test says. */
function loopOf(
  more: { paceMs?: () => number; random?: () => number; lookedAt?: boolean; inDoubt?: boolean } = {},
) {
  const clock = createManualClock();
  const ends: ((end: SyncEnd) => void)[] = [];
  const begun: number[] = [];
  const signals: AbortSignal[] = [];
  const from = clock.now();
  const loop = createSyncLoop({
    sync(signal) {
      begun.push(clock.now() - from);
      signals.push(signal);
      return new Promise((resolve) => ends.push(resolve));
    },
    paceMs: more.paceMs ?? (() => PACE_MS),
    isLookedAt: () => more.lookedAt ?? true,
    isInDoubt: () => more.inDoubt ?? false,
    clock: { now: clock.now, after: clock.timers.after },
    random: more.random ?? (() => 0.5),
  });
  return {
    loop,
    clock,
    syncs: () => begun.length,
    /** When each began. */
    begun: () => begun,
    /** Syncs that were not given up. */
    running: () => signals.filter((signal) => !signal.aborted).length,
    async ends(end: SyncEnd) {
      const finish = ends.shift();
      if (!finish) throw new Error('No sync is under way.');
      finish(end);
      await clock.settle();
    },
  };
}

test('without a trigger only the slow timer syncs, again and again', async () => {
  const { clock, syncs, ends } = loopOf();
  await clock.advance(PACE_MS - 1);
  expect(syncs()).toBe(0);
  await clock.advance(1);
  expect(syncs()).toBe(1);
  await ends('done');
  await clock.advance(PACE_MS);
  expect(syncs()).toBe(2);
});

test.each([
  ['least', 0, 48_000],
  ['most', 1, 72_000],
])('the slow timer is spread by a fifth: at %s', async (_, draw, afterMs) => {
  const { clock, syncs } = loopOf({ random: () => draw });
  await clock.advance(afterMs - 1);
  expect(syncs()).toBe(0);
  await clock.advance(1);
  expect(syncs()).toBe(1);
});

test('a trigger syncs at once and moves the slow timer', async () => {
  const { loop, clock, syncs, ends } = loopOf();
  await clock.advance(30_000);
  loop.trigger('event');
  expect(syncs()).toBe(1);
  await ends('done');
  await clock.advance(PACE_MS - 1);
  expect(syncs()).toBe(1);
  await clock.advance(1);
  expect(syncs()).toBe(2);
});

test('triggers during a sync run one more after it', async () => {
  const { loop, clock, syncs, ends } = loopOf();
  loop.trigger('line');
  loop.trigger('line');
  loop.trigger('event');
  expect(syncs()).toBe(1);
  await ends('done');
  await clock.advance(2_000);
  expect(syncs()).toBe(2);
  await ends('done');
  await clock.advance(2_000);
  expect(syncs()).toBe(2);
});

test.each([
  ['while nobody looks', { lookedAt: false }, 'failed'],
  ['when something answers that it cannot', {}, 'refused'],
] as const)(
  'a failed sync waits below a ceiling that doubles up to half a minute %s',
  async (_, more, end) => {
    const { loop, clock, syncs, ends } = loopOf({ ...more, random: () => 1 });
    loop.trigger('line');
    for (const waitMs of [3_000, 6_000, 12_000, 24_000, 30_000, 30_000]) {
      const before = syncs();
      await ends(end);
      await clock.advance(waitMs - 1);
      expect(syncs()).toBe(before);
      await clock.advance(1);
      expect(syncs()).toBe(before + 1);
    }
  },
);

test('while somebody looks and nothing answers, no wait is longer than three seconds for two minutes', async () => {
  const { loop, clock, syncs, ends } = loopOf({ random: () => 1 });
  loop.trigger('line');
  const waits: number[] = [];
  for (let n = 0; n < 63; n += 1) {
    const before = syncs();
    await ends('failed');
    const failedAt = clock.now();
    while (syncs() === before) await clock.advance(500);
    waits.push(clock.now() - failedAt);
  }
  expect(waits.slice(0, 60)).toEqual(Array(60).fill(3_000));
  expect(waits.slice(60)).toEqual([30_000, 30_000, 30_000]);
});

test('one success, and the waits begin small again', async () => {
  const { loop, clock, syncs, ends } = loopOf({ random: () => 1 });
  loop.trigger('line');
  await ends('refused');
  await clock.advance(3_000);
  await ends('refused');
  await clock.advance(6_000);
  await ends('done');
  loop.trigger('person');
  await ends('refused');
  await clock.advance(3_000);
  expect(syncs()).toBe(5);
});

test('while a failed one waits, an event waits with it and the line does not', async () => {
  const { loop, clock, syncs, ends } = loopOf({ random: () => 1 });
  loop.trigger('line');
  await ends('failed');
  await clock.advance(2_000);
  loop.trigger('event');
  expect(syncs()).toBe(1);
  loop.trigger('line');
  expect(syncs()).toBe(2);
});

test('news of the line during a sync that fails does not wait either: it may be back by then', async () => {
  const { loop, clock, syncs, ends } = loopOf();
  loop.trigger('line');
  await clock.advance(2_000);
  loop.trigger('line');
  await ends('failed');
  expect(syncs()).toBe(2);
  // Only once: what follows waits as ever.
  await ends('failed');
  await clock.advance(2_499);
  expect(syncs()).toBe(2);
  await clock.advance(1);
  expect(syncs()).toBe(3);
});

test('an event during a sync that fails waits', async () => {
  const { loop, syncs, ends } = loopOf();
  loop.trigger('event');
  loop.trigger('event');
  await ends('failed');
  expect(syncs()).toBe(1);
});

test('a new pace counts from now', async () => {
  let paceMs = PACE_MS;
  const { loop, clock, syncs } = loopOf({ paceMs: () => paceMs });
  await clock.advance(10_000);
  paceMs = 5_000;
  loop.paced();
  await clock.advance(5_000);
  expect(syncs()).toBe(1);
});

test('a new pace neither hurries nor delays what is under way or waits to be tried again', async () => {
  const { loop, clock, syncs, ends } = loopOf({ paceMs: () => 10 });
  loop.trigger('line');
  loop.paced();
  await clock.advance(100);
  expect(syncs()).toBe(1);
  await ends('failed');
  loop.paced();
  // The wait counts from when it began.
  await clock.advance(2_399);
  expect(syncs()).toBe(1);
  await clock.advance(1);
  expect(syncs()).toBe(2);
});

test.each([
  ['stopped', 'stop'],
  ['signed out', 'signed-out'],
] as const)('once it is %s, nothing makes it sync', async (_, how) => {
  const { loop, clock, syncs, ends } = loopOf();
  loop.trigger('line');
  loop.trigger('line');
  if (how === 'stop') loop.stop();
  await ends(how === 'stop' ? 'done' : how);
  loop.trigger('line');
  loop.paced();
  await clock.advance(10 * PACE_MS);
  expect(syncs()).toBe(1);
  expect(clock.sleeping()).toBe(0);
});
