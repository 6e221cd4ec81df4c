import { expect, test } from 'vitest';
import { createBroadcastClock } from './broadcast-clock';
import { createManualClock } from './testing/manual-clock';
import { createRecordingLog } from './testing/recording-log';

function open() {
  const clock = createManualClock();
  const logger = createRecordingLog();
  const due = new Map<string, number>();
  const over = new Map<string, number>();
  const went: string[] = [];
  const ended: string[] = [];
  const told: string[] = [];
  let looks = 0;
  let failure: Error | null = null;
  let refusing = false;
  let takesMs = 0;
  let answerMs = 0;
  const broadcasts = createBroadcastClock({
    nextDue: async () => {
      looks += 1;
      if (failure) throw failure;
      const next = due.size + over.size === 0 ? null : Math.min(...due.values(), ...over.values());
      if (answerMs > 0) await new Promise<void>((done) => clock.timers.after(answerMs, done));
      return next;
    },
    releaseDue: async ({ now, limit }) => {
      if (takesMs > 0) await new Promise<void>((done) => clock.timers.after(takesMs, done));
      if (refusing) return [];
      const ids = [...due].flatMap(([id, at]) => (at <= now ? [id] : [])).slice(0, limit);
      for (const id of ids) due.delete(id);
      went.push(...ids);
      return ids;
    },
    expireDue: async ({ now, limit }) => {
      const ids = [...over].flatMap(([id, at]) => (at <= now ? [id] : [])).slice(0, limit);
      for (const id of ids) {
        over.delete(id);
        due.delete(id);
      }
      ended.push(...ids);
      return ids;
    },
    moved: (ids) => told.push(...ids),
    logger,
    now: clock.now,
    timers: clock.timers,
    random: () => 1,
  });
  return {
    clock,
    logger,
    broadcasts,
    went,
    told,
    ended,
    end: (id: string, ms: number) => {
      over.set(id, clock.now() + ms);
      broadcasts.moved();
    },
    looks: () => looks,
    hold: (id: string, ms: number) => {
      due.set(id, clock.now() + ms);
      broadcasts.moved();
    },
    cancel: (id: string) => {
      due.delete(id);
      broadcasts.moved();
    },
    holdUntold: (id: string, ms: number) => void due.set(id, clock.now() + ms),
    fail: (error: Error | null) => {
      failure = error;
    },
    refuse: (refuse: boolean) => {
      refusing = refuse;
    },
    takes: (ms: number) => {
      takesMs = ms;
    },
    /** The answer to what is due next is on its way for so long. */
    answersAfter: (ms: number) => {
      answerMs = ms;
    },
  };
}

test('a held broadcast goes when it is due, once, and is told of', async () => {
  const { clock, broadcasts, hold, went, told, logger } = open();
  broadcasts.start();
  await clock.settle();
  hold('b1', 10_000);
  await clock.advance(9_999);
  expect(went).toEqual([]);
  await clock.advance(1);
  expect(went).toEqual(['b1']);
  await clock.advance(3_600_000);
  expect(went).toEqual(['b1']);
  expect(told).toEqual(['b1']);
  expect(logger.lines).toEqual(['info Broadcasts went out']);
  expect(logger.facts).toEqual([{ broadcasts: ['b1'], lateMs: 0 }]);
});

test('what was due while the process was down goes at the start, and says how late', async () => {
  const { clock, broadcasts, holdUntold, went, logger } = open();
  holdUntold('b1', -90_000);
  broadcasts.start();
  await clock.settle();
  expect(went).toEqual(['b1']);
  expect(logger.facts).toEqual([{ broadcasts: ['b1'], lateMs: 90_000 }]);
});

test('an earlier one that is added is not overslept', async () => {
  const { clock, broadcasts, hold, went } = open();
  broadcasts.start();
  hold('later', 40_000);
  await clock.advance(1_000);
  hold('sooner', 2_000);
  await clock.advance(2_000);
  expect(went).toEqual(['sooner']);
  await clock.advance(37_000);
  expect(went).toEqual(['sooner', 'later']);
});

test('a cancelled one does not go', async () => {
  const { clock, broadcasts, hold, cancel, went } = open();
  broadcasts.start();
  hold('b1', 10_000);
  await clock.advance(5_000);
  cancel('b1');
  await clock.advance(60_000);
  expect(went).toEqual([]);
});

test('one that is months away wakes nothing more than once a minute', async () => {
  const { clock, broadcasts, hold, looks, went } = open();
  broadcasts.start();
  hold('b1', 90 * 86_400_000);
  await clock.advance(3_600_000);
  expect(looks()).toBeLessThanOrEqual(62);
  expect(went).toEqual([]);
});

test('one that nobody told of is found within a minute', async () => {
  const { clock, broadcasts, holdUntold, went } = open();
  broadcasts.start();
  await clock.settle();
  holdUntold('b1', 100);
  await clock.advance(60_000);
  expect(went).toEqual(['b1']);
});

test('a clock that jumps ahead is noticed within a minute', async () => {
  const { clock, broadcasts, hold, went, logger } = open();
  broadcasts.start();
  hold('b1', 3_600_000);
  await clock.settle();
  clock.set(clock.now() + 7_200_000);
  await clock.advance(60_000);
  expect(went).toEqual(['b1']);
  expect(logger.lines).toHaveLength(1);
});

test('more than one call takes go one call after the other', async () => {
  const { clock, broadcasts, holdUntold, went } = open();
  for (let i = 0; i < 45; i++) holdUntold(`b${i}`, -1);
  broadcasts.start();
  await clock.settle();
  expect(went).toHaveLength(45);
});

test('a failing store is asked again ever more seldom, spoken of once, and nothing is lost', async () => {
  const { clock, broadcasts, hold, went, looks, logger, fail } = open();
  broadcasts.start();
  await clock.settle();
  hold('b1', 1_000);
  await clock.settle();
  fail(new Error('busy'));
  const before = looks();
  await clock.advance(600_000);
  expect(looks() - before).toBeLessThan(30);
  expect(logger.lines).toEqual(['error Scheduled broadcasts cannot go out or end; trying again']);
  fail(null);
  await clock.advance(30_001);
  expect(went).toEqual(['b1']);
  expect(logger.lines.slice(1)).toEqual([
    'info Broadcasts went out',
    'info Scheduled broadcasts go out and end again',
  ]);
});

test('one that is due and does not go is asked for once a second, not in a loop', async () => {
  const { clock, broadcasts, holdUntold, looks, went, refuse } = open();
  refuse(true);
  holdUntold('b1', -1);
  broadcasts.start();
  await clock.advance(10_500);
  expect(looks()).toBe(11);
  refuse(false);
  await clock.advance(1_000);
  expect(went).toEqual(['b1']);
});

test('a schedule that moves during a release is looked at right after it', async () => {
  const { clock, broadcasts, hold, holdUntold, went, takes } = open();
  takes(500);
  holdUntold('b1', -1);
  broadcasts.start();
  await clock.advance(100);
  hold('b2', 100);
  await clock.advance(1_000);
  expect(went).toEqual(['b1', 'b2']);
});

test('a schedule that moves while it is being read is read again', async () => {
  const { clock, broadcasts, hold, went, answersAfter } = open();
  answersAfter(50);
  broadcasts.start();
  await clock.advance(25);
  hold('b1', 100);
  await clock.advance(500);
  expect(went).toEqual(['b1']);
});

test('stopping waits for the release under way and starts no other', async () => {
  const { clock, broadcasts, hold, holdUntold, went, takes } = open();
  takes(500);
  holdUntold('b1', -1);
  broadcasts.start();
  await clock.advance(100);
  let done = false;
  const stopped = broadcasts.stop().then(() => {
    done = true;
  });
  hold('b2', 0);
  await clock.advance(399);
  expect(done).toBe(false);
  await clock.advance(1);
  await stopped;
  await clock.advance(3_600_000);
  expect(went).toEqual(['b1']);
  expect(clock.sleeping()).toBe(0);
});

test('a clock that was never started can be stopped, and starting twice is one clock', async () => {
  const { clock, broadcasts, looks } = open();
  broadcasts.moved();
  await clock.advance(120_000);
  expect(looks()).toBe(0);
  broadcasts.start();
  broadcasts.start();
  await clock.settle();
  expect(looks()).toBe(1);
  await broadcasts.stop();
  broadcasts.start();
  await clock.advance(120_000);
  expect(looks()).toBe(1);
});

test('what is over ends at its time, and is told of', async () => {
  const { clock, broadcasts, end, ended, told, logger } = open();
  broadcasts.start();
  await clock.settle();
  end('b1', 10_000);
  await clock.advance(9_999);
  expect(ended).toEqual([]);
  await clock.advance(1);
  expect([ended, told]).toEqual([['b1'], ['b1']]);
  expect(logger.lines).toEqual(['info Broadcasts ended']);
  await broadcasts.stop();
});

test('what was over before it could go out does not go out', async () => {
  const { clock, broadcasts, hold, end, ended, went, told } = open();
  hold('b1', 5_000);
  end('b1', 5_000);
  broadcasts.start();
  await clock.advance(5_000);
  expect([ended, went, told]).toEqual([['b1'], [], ['b1']]);
  await broadcasts.stop();
});
