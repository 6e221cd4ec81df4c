import { expect, test } from 'vitest';
import { createManualClock, type ManualClock } from '@/lib/realtime/testing/manual-clock';
import { createSyncLoop, type SyncEnd } from './sync-loop';

/** A loop over a line that answers after so long, or never; what hangs when the line comes back stays hanging. */
function lineOf({ random = Math.random }: { random?: () => number } = {}) {
  const clock = createManualClock();
  const begun: number[] = [];
  const done: number[] = [];
  let line: 'answers' | 'hangs' | 'refuses' = 'answers';
  let inDoubt = false;
  let answersAfterMs = 50;
  const loop = createSyncLoop({
    sync: (signal) =>
      new Promise<SyncEnd>((end) => {
        begun.push(clock.now());
        const then = line;
        if (then === 'refuses') end('failed');
        // The request's own time-out.
        clock.timers.after(then === 'hangs' ? 10_000 : answersAfterMs, () => {
          if (then === 'answers' && !signal.aborted) done.push(clock.now());
          end(then === 'answers' ? 'done' : 'failed');
        });
      }),
    paceMs: () => 60_000,
    isLookedAt: () => true,
    isInDoubt: () => inDoubt,
    clock: { now: clock.now, after: clock.timers.after },
    random,
  });
  return {
    clock,
    loop,
    begun,
    done,
    /** Unless told otherwise, a loss is noticed: no events come. */
    becomes(next: typeof line, noticed = true): void {
      line = next;
      inDoubt = next !== 'answers' && noticed;
    },
    /** Answers take so long from here on, and no events come. */
    slows(toMs: number): void {
      answersAfterMs = toMs;
      inDoubt = true;
    },
  };
}

/** Numbers that look random and are the same each time. */
function draws(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

async function untilDone(clock: ManualClock, done: readonly number[]): Promise<void> {
  const before = done.length;
  for (let n = 0; n < 1_000 && done.length === before; n += 1) await clock.advance(100);
}

test.each(['refuses', 'hangs'] as const)(
  'after half a minute on a line that %s, what is on screen is right within three seconds of its return',
  async (how) => {
    const took: number[] = [];
    for (let seed = 1; seed <= 100; seed += 1) {
      const { clock, loop, done, becomes } = lineOf({ random: draws(seed * 7_919) });
      loop.trigger('line');
      await untilDone(clock, done);
      becomes(how);
      loop.trigger('loss');
      await clock.advance(27_000 + seed * 61);
      const backAt = clock.now();
      becomes('answers');
      await untilDone(clock, done);
      took.push((done.at(-1) ?? Number.POSITIVE_INFINITY) - backAt);
    }
    took.sort((a, b) => a - b);
    expect(took[94]).toBeLessThanOrEqual(2_900);
    expect(took[99]).toBeLessThanOrEqual(3_100);
  },
);

test('clients that lose the server together do not ask together', async () => {
  const firsts: number[] = [];
  for (let seed = 1; seed <= 60; seed += 1) {
    const { clock, loop, begun, becomes } = lineOf({ random: draws(seed * 104_729) });
    becomes('refuses');
    const lostAt = clock.now();
    loop.trigger('loss');
    await clock.advance(3_000);
    firsts.push((begun[0] ?? Number.POSITIVE_INFINITY) - lostAt);
  }
  for (let from = 0; from < 3_000; from += 500) {
    const together = firsts.filter((at) => at >= from && at < from + 500);
    expect(together.length).toBeGreaterThan(2);
    expect(together.length).toBeLessThan(25);
  }
});

test.each([1_000, 700, 2_500])(
  'on a line that comes and goes each %d ms no two syncs begin within two seconds, whatever asks for them',
  async (phaseMs) => {
    let all = 0;
    for (let seed = 1; seed <= 20; seed += 1) {
      const { clock, loop, begun, becomes } = lineOf({ random: draws(seed * 31) });
      const random = draws(seed * 7_907);
      const until = clock.now() + 60_000;
      // The page has been there for a while.
      loop.trigger('line');
      await clock.advance(5_000);
      for (let phase = 0; clock.now() < until; phase += 1) {
        const isThere = phase % 2 === 0;
        becomes(isThere ? 'answers' : random() < 0.5 ? 'refuses' : 'hangs');
        if (!isThere && phaseMs > 2_000) loop.trigger('loss');
        // The browser says that it is online, the connection that it is subscribed, and events that there is a gap.
        if (isThere) loop.trigger('line');
        await clock.advance(phaseMs * random());
        if (isThere) loop.trigger('line');
        if (isThere || random() < 0.5) loop.trigger('event');
        await clock.advance(phaseMs * random());
        if (isThere) loop.trigger('event');
      }
      const gaps = begun.slice(1).map((at, n) => at - (begun[n] ?? 0));
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(2_000);
      all += begun.length;
    }
    // It does ask: about as often as it may.
    expect(all / 20).toBeGreaterThan(18);
    expect(all / 20).toBeLessThanOrEqual(31);
  },
);

test('an event on a line that stands is not held up by the sync before it', async () => {
  const { clock, loop, begun } = lineOf({});
  loop.trigger('line');
  await clock.advance(100);
  loop.trigger('event');
  await clock.advance(100);
  loop.trigger('event');
  expect(begun).toHaveLength(3);
});

test('a person is heard at once, whatever the line does', async () => {
  const { clock, loop, begun } = lineOf({});
  for (let n = 0; n < 8; n += 1) {
    loop.trigger('line');
    await clock.advance(60);
  }
  const before = begun.length;
  expect(before).toBeLessThan(8);
  loop.trigger('person');
  expect(begun).toHaveLength(before + 1);
});

test('what hangs is begun anew as soon as that is allowed', async () => {
  const { clock, loop, begun, done, becomes } = lineOf({});
  loop.trigger('line');
  await untilDone(clock, done);
  becomes('hangs', false);
  await clock.advance(5_000);
  loop.trigger('event');
  await clock.advance(1_500);
  becomes('answers');
  loop.trigger('line');
  await clock.advance(499);
  expect(begun).toHaveLength(2);
  await clock.advance(1);
  expect(begun).toHaveLength(3);
});

test.each([
  [500, 'is left alone when it has only begun', 2],
  [2_000, 'is begun anew when it has taken longer than it should', 3],
])('what is under way for %d ms when the line is there again %s', async (forMs, _, syncs) => {
  const { clock, loop, begun, done, becomes } = lineOf({});
  loop.trigger('line');
  await untilDone(clock, done);
  becomes('hangs', false);
  loop.trigger('event');
  await clock.advance(forMs);
  becomes('answers');
  loop.trigger('line');
  expect(begun).toHaveLength(syncs);
});

test.each([2_500, 8_000])(
  'a line that became slow, to %d ms, is given the time it needs in the end',
  async (ms) => {
    const { clock, loop, done, slows } = lineOf({ random: draws(5) });
    loop.trigger('line');
    await untilDone(clock, done);
    slows(ms);
    loop.trigger('line');
    await clock.advance(1_000);
    expect(done).toHaveLength(1);
    await untilDone(clock, done);
    expect(done).toHaveLength(2);
  },
);
