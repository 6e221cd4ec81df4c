import { expect, test } from 'vitest';
import { createManualClock } from '@/lib/realtime/testing/manual-clock';
import { createRecordingLog } from '@/lib/realtime/testing/recording-log';
import { createUpkeepClock, FIRST_PURGE_MS, PURGE_EVERY_MS, PURGE_PAUSE_MS } from './upkeep-clock';

/** A store with so many rows too old, and what was asked of it. */
function open({ old }: { old: number }) {
  const clock = createManualClock();
  const logger = createRecordingLog();
  const store = { old, begun: 0, failure: null as Error | null, takesMs: 0 };
  const purges: { atMs: number; limit: number }[] = [];
  const began = clock.now();
  const upkeep = createUpkeepClock({
    purge: async ({ now, limit }) => {
      purges.push({ atMs: now - began, limit });
      if (store.takesMs > 0) await new Promise<void>((done) => clock.timers.after(store.takesMs, done));
      if (store.failure) throw store.failure;
      const removed = Math.min(limit, store.old);
      store.old -= removed;
      return { removed, more: removed === limit };
    },
    goOn: async () => {
      const more = store.begun > 0;
      if (more) store.begun -= 1;
      return { more };
    },
    logger,
    now: clock.now,
    timers: clock.timers,
  });
  return { clock, logger, store, purges, upkeep, atMs: () => purges.map(({ atMs }) => atMs) };
}

test('nothing is removed in the first minute, everything in chunks after it, and then once an hour', async () => {
  const { clock, store, upkeep, purges, logger } = open({ old: 450 });
  upkeep.start();
  upkeep.start();
  await clock.advance(FIRST_PURGE_MS - 1);
  expect(purges).toEqual([]);
  await clock.advance(1 + 2 * PURGE_PAUSE_MS);
  const first = FIRST_PURGE_MS;
  const times = [first, first + PURGE_PAUSE_MS, first + 2 * PURGE_PAUSE_MS];
  expect(purges).toEqual(times.map((atMs) => ({ atMs, limit: 200 })));
  expect(store.old).toBe(0);
  expect(logger.facts).toEqual([{ rows: 450 }]);
  await clock.advance(PURGE_EVERY_MS);
  expect(purges).toHaveLength(4);
  expect(logger.lines).toHaveLength(1);
  await upkeep.stop();
});

test('what an earlier process began is ended first, part by part', async () => {
  const { clock, store, upkeep, atMs } = open({ old: 1 });
  store.begun = 2;
  upkeep.start();
  await clock.advance(FIRST_PURGE_MS + 2 * PURGE_PAUSE_MS);
  expect(store.begun).toBe(0);
  expect(atMs()).toEqual([FIRST_PURGE_MS + 2 * PURGE_PAUSE_MS]);
  await upkeep.stop();
});

test('what fails is told and tried again an hour later', async () => {
  const { clock, store, upkeep, logger, atMs } = open({ old: 10 });
  store.failure = new Error('the disk is full');
  upkeep.start();
  await clock.advance(FIRST_PURGE_MS);
  expect(logger.lines).toEqual([expect.stringMatching(/^warn .*again in an hour$/)]);
  store.failure = null;
  await clock.advance(PURGE_EVERY_MS);
  expect(atMs()).toEqual([FIRST_PURGE_MS, FIRST_PURGE_MS + PURGE_EVERY_MS]);
  expect(store.old).toBe(0);
  await upkeep.stop();
});

test('stopping waits for the purge under way, and nothing is removed afterwards', async () => {
  const { clock, store, upkeep, purges } = open({ old: 1_000 });
  store.takesMs = 500;
  upkeep.start();
  await clock.advance(FIRST_PURGE_MS);
  expect(purges).toHaveLength(1);
  let stopped = false;
  const stopping = upkeep.stop().then(() => {
    stopped = true;
  });
  await clock.advance(499);
  expect(stopped).toBe(false);
  await clock.advance(1);
  await stopping;
  await clock.advance(2 * PURGE_EVERY_MS);
  expect(purges).toHaveLength(1);
  expect(clock.sleeping()).toBe(0);
});

test('one that was never started does nothing', async () => {
  const { clock, upkeep, purges } = open({ old: 10 });
  await upkeep.stop();
  upkeep.start();
  await clock.advance(2 * FIRST_PURGE_MS);
  expect(purges).toEqual([]);
});
