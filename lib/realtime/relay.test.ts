import { expect, test } from 'vitest';
import { AppError } from '@/lib/errors';
import { createRelay, type RelayOptions } from './relay';
import { createFakePublisher } from './testing/fake-publisher';
import { createFakeSource } from './testing/fake-source';
import { createManualClock } from './testing/manual-clock';
import { createRecordingLog } from './testing/recording-log';

function open(how: { hosted?: boolean; random?: () => number } & Partial<RelayOptions> = {}) {
  const { hosted = false, random = () => 1, ...options } = how;
  const clock = createManualClock();
  const source = createFakeSource();
  const publisher = createFakePublisher({ hosted });
  const logger = createRecordingLog();
  const relay = createRelay({
    source,
    publisher,
    logger,
    now: clock.now,
    timers: clock.timers,
    random,
    ...options,
  });
  source.listen(relay.moved);
  return { clock, source, publisher, logger, relay };
}

/** Chance that can be had again: a linear congruential sequence (Numerical Recipes' constants). */
const seeded = (seed: number) => {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
};

const people = (count: number) => Array.from({ length: count }, (_, i) => `u${i}`);

test('a committed change is published at the next turn, to its own person', async () => {
  const { clock, source, publisher } = open();
  publisher.online('ana', 'ben');
  source.commit('ana');
  expect(publisher.delivered).toEqual([]);
  await clock.settle();
  expect(publisher.delivered).toEqual([
    {
      channel: 'private-user-ana',
      name: 'inbox.changed',
      data: {
        v: 1,
        epoch: 'e',
        from: 0,
        seq: 1,
        counts: { unread: 1, unseen: 0 },
        changes: [{ seq: 1, id: 'row-1', removed: true }],
      },
    },
  ]);
});

test('what was published is recorded within a fifth of a second, in one write', async () => {
  const { clock, source, publisher } = open();
  publisher.online('ana', 'ben');
  source.commit(['ana', 'ben']);
  await clock.settle();
  expect(source.dirty()).toEqual(['ana', 'ben']);
  await clock.advance(200);
  expect(source.dirty()).toEqual([]);
  expect(source.calls.markPublished).toBe(1);
});

test('changes committed in one turn become one event', async () => {
  const { clock, source, publisher } = open();
  publisher.online('ana');
  for (let i = 0; i < 5; i++) source.commit('ana');
  await clock.settle();
  expect(publisher.told('ana')).toEqual(['0→5']);
});

test('an event leaves out what was published and is not recorded yet', async () => {
  const { clock, source, publisher } = open();
  publisher.online('ana');
  source.commit('ana', 'a');
  await clock.settle();
  source.commit('ana', 'b');
  await clock.settle();
  expect(source.published('ana')).toBe(0);
  expect(publisher.told('ana')).toEqual(['0→1', '1→2']);
  expect(publisher.eventsOf('ana')[1]?.changes).toEqual([{ seq: 2, id: 'b', removed: true }]);
});

test('a burst stays fat although none of it has been recorded', async () => {
  const { clock, source, publisher } = open();
  publisher.online('ana');
  for (let i = 0; i < 60; i++) {
    source.commit('ana');
    await clock.settle();
  }
  expect(publisher.told('ana')).toHaveLength(60);
  for (const [i, event] of publisher.eventsOf('ana').entries())
    expect([i, event.changes?.length]).toEqual([i, 1]);
  // Only when the store’s own event had become thin was it made to record: every twenty events or so.
  expect(source.calls.markPublished).toBeLessThanOrEqual(3);
});

test('an event that is thin by itself is published thin', async () => {
  const { clock, source, publisher } = open();
  publisher.online('ana');
  for (let i = 0; i < 21; i++) source.commit('ana');
  await clock.settle();
  expect(publisher.told('ana')).toEqual(['0→21']);
  expect(publisher.eventsOf('ana')[0]).not.toHaveProperty('changes');
});

test('the events of one stream never overtake each other', async () => {
  const { clock, source, publisher } = open();
  publisher.online('ana', 'ben');
  publisher.hold();
  source.commit('ana');
  await clock.settle();
  source.commit('ana');
  source.commit('ben');
  await clock.settle();
  expect(publisher.calls.map((events) => events.map(({ channel }) => channel))).toEqual([
    ['private-user-ana'],
    ['private-user-ben'],
  ]);
  publisher.release();
  await clock.settle();
  expect(publisher.told('ana')).toEqual(['0→1', '1→2']);
  expect(publisher.told('ben')).toEqual(['0→1']);
});

test('a thousand streams go ten to a batch and four batches at once', async () => {
  const { clock, source, publisher } = open();
  publisher.online(...people(1_000));
  publisher.hold();
  source.commit(people(1_000));
  await clock.settle();
  expect(publisher.calls.map((events) => events.length)).toEqual([10, 10, 10, 10]);
  publisher.release();
  await clock.settle();
  expect(publisher.delivered).toHaveLength(1_000);
  expect(publisher.calls).toHaveLength(100);
  expect(publisher.mostAtOnce()).toBe(4);
  await clock.advance(200);
  expect(source.dirty()).toEqual([]);
});

test('a stream that nobody listens to is recorded by the sweep without an event', async () => {
  const { clock, source, publisher, relay } = open();
  relay.start();
  await clock.settle();
  source.commit('ana');
  await clock.settle();
  // Not even read before: a thousand absent people must not stand before one who waits.
  expect(source.calls.pendingEvent).toBe(0);
  expect(source.dirty()).toEqual(['ana']);
  await clock.advance(5_200);
  expect(source.dirty()).toEqual([]);
  expect(publisher.delivered).toEqual([]);
});

test('who starts to listen while the event is being read still gets it', async () => {
  const { clock, source, publisher, relay } = open();
  source.commitUntold(['ana']);
  source.pauseWith(async (method) => {
    if (method === 'pendingEvent') publisher.online('ana');
  });
  relay.start();
  await clock.settle();
  expect(publisher.told('ana')).toEqual(['0→1']);
});

test('somebody who waits for an event does not wait for a sweep', async () => {
  const { clock, source, publisher, relay } = open();
  publisher.online('ana', ...people(400));
  source.commitUntold(people(400));
  relay.start();
  publisher.hold();
  await clock.settle();
  expect(publisher.calls).toHaveLength(4);
  source.commit('ana');
  publisher.release();
  await clock.settle();
  const place = publisher.delivered.findIndex(({ channel }) => channel === 'private-user-ana');
  expect(publisher.delivered).toHaveLength(401);
  expect(place).toBeLessThanOrEqual(40);
});

test('what a crash left dirty is published at the start, however much it is', async () => {
  const { clock, source, publisher, relay } = open();
  publisher.online(...people(1_800));
  source.commitUntold(people(1_800));
  relay.start();
  await clock.settle();
  expect(publisher.delivered).toHaveLength(1_800);
  await clock.advance(200);
  expect(source.dirty()).toEqual([]);
});

test('a commit that nobody told of is found within five seconds', async () => {
  const { clock, source, publisher, relay } = open();
  publisher.online('ana');
  relay.start();
  await clock.settle();
  source.commitUntold(['ana']);
  await clock.advance(4_999);
  expect(publisher.told('ana')).toEqual([]);
  await clock.advance(1);
  expect(publisher.told('ana')).toEqual(['0→1']);
});

test('a refused event is tried again and stays dirty until it is taken', async () => {
  const { clock, source, publisher } = open();
  publisher.online('ana');
  publisher.goDown();
  source.commit('ana');
  await clock.advance(249);
  expect(publisher.calls).toHaveLength(1);
  expect(source.dirty()).toEqual(['ana']);
  publisher.comeBack();
  await clock.advance(1);
  expect(publisher.told('ana')).toEqual(['0→1']);
  await clock.advance(200);
  expect(source.dirty()).toEqual([]);
});

test('an hour of outage costs one event for each stream, few attempts and two lines of log', async () => {
  const { clock, source, publisher, relay, logger } = open({ random: () => 0.5 });
  publisher.online(...people(300));
  relay.start();
  await clock.settle();
  publisher.goDown();
  for (let minute = 0; minute < 60; minute++) {
    source.commit(people(300));
    await clock.advance(60_000);
  }
  // A wait of 5 s (half of its cap of 10 s) between attempts: at most 720 in the hour, where 18,000 events were due.
  expect(publisher.calls.length).toBeLessThan(750);
  expect(publisher.delivered).toEqual([]);
  expect(logger.lines).toEqual([
    'warn The realtime service is not answering; trying again at growing intervals',
  ]);

  publisher.comeBack();
  await clock.advance(10_000);
  expect(publisher.delivered).toHaveLength(300);
  for (const userId of people(300)) expect(publisher.told(userId)).toEqual(['0→60']);
  expect(source.dirty()).toEqual([]);
  expect(logger.lines.slice(1)).toEqual(['info The realtime service is answering again']);
});

for (const what of ['service', 'store'] as const) {
  test(`when the ${what} is back, all who waited are told at the first attempt that succeeds`, async () => {
    for (const count of [3, 6, 60]) {
      for (let seed = 1; seed <= 8; seed++) {
        const { clock, source, publisher, logger } = open({ random: seeded(seed) });
        publisher.online(...people(count));
        if (what === 'service') publisher.goDown();
        else source.fail('pendingEvent', new AppError('unavailable', 'The database is busy.'));
        source.commit(people(count));
        await clock.advance(600_000 + seed * 777);
        expect(publisher.delivered).toEqual([]);
        if (what === 'service') publisher.comeBack();
        else source.heal();
        let waitedMs = 0;
        while (publisher.delivered.length === 0 && waitedMs < 60_000) {
          await clock.advance(10);
          waitedMs += 10;
        }
        expect(waitedMs).toBeLessThanOrEqual(10_000);
        expect([count, seed, publisher.delivered.length]).toEqual([count, seed, count]);
        expect(logger.lines.filter((line) => line.includes('is not answering'))).toHaveLength(1);
        expect(logger.lines.at(-1)).toContain('is answering again');
      }
    }
  });
}

test('the only person online is told within ten seconds of the service’s return', async () => {
  const { clock, source, publisher, logger } = open();
  publisher.online('ana');
  publisher.goDown();
  source.commit('ana');
  await clock.advance(3_600_000);
  expect(logger.lines).toEqual(['warn One stream cannot be published']);
  publisher.comeBack();
  await clock.advance(10_000);
  expect(publisher.told('ana')).toEqual(['0→1']);
});

test('what was just published is not read again by a sweep', async () => {
  const { clock, source, publisher, relay } = open();
  publisher.online('ana');
  source.commit('ana');
  await clock.settle();
  relay.start();
  await clock.settle();
  expect(source.calls.pendingEvent).toBe(1);
  expect(publisher.told('ana')).toEqual(['0→1']);
});

test('one stream that the service refuses holds nobody else up', async () => {
  const { clock, source, publisher, logger } = open();
  publisher.online('bad', ...people(9));
  publisher.refused.add('private-user-bad');
  source.commit(['bad', ...people(9)]);
  // The batch was refused with it; each then goes alone.
  await clock.advance(250);
  for (const userId of people(9)) expect(publisher.told(userId)).toContain('0→1');
  await clock.advance(60_000);
  source.commit('u1');
  await clock.settle();
  expect(publisher.told('u1')).toContain('1→2');
  expect(publisher.told('bad')).toEqual([]);
  expect(logger.lines).toEqual(['warn One stream cannot be published']);
});

test('one stream that cannot be read holds nobody else up', async () => {
  const { clock, source, publisher, logger } = open();
  publisher.online('bad', 'ana');
  source.failFor('bad');
  source.commit(['bad', 'ana']);
  await clock.settle();
  expect(publisher.told('ana')).toEqual(['0→1']);
  await clock.advance(60_000);
  expect(logger.lines).toEqual(['warn One stream cannot be published']);
  source.heal();
  await clock.advance(30_000);
  expect(publisher.told('bad')).toEqual(['0→1']);
});

test('a store that is busy is asked again', async () => {
  const { clock, source, publisher } = open();
  publisher.online('ana');
  source.fail('pendingEvent', new AppError('unavailable', 'The database is busy.'));
  source.commit('ana');
  await clock.settle();
  expect(publisher.told('ana')).toEqual([]);
  source.heal();
  await clock.advance(250);
  expect(publisher.told('ana')).toEqual(['0→1']);
});

test('a store that is down is asked seldom and spoken of once', async () => {
  const { clock, source, publisher, relay, logger } = open();
  publisher.online(...people(200));
  relay.start();
  await clock.settle();
  for (const method of ['pendingEvent', 'dirtyStreams', 'logHead', 'markPublished', 'replay'] as const) {
    source.fail(method, new AppError('unavailable', 'The database is busy.'));
  }
  source.commit(people(200));
  await clock.advance(60_000);
  // Some batches of ten until it is known to be down, then one stream at a time.
  expect(source.calls.pendingEvent).toBeLessThan(120);
  expect(logger.lines).toEqual(['warn The store is not answering; trying again at growing intervals']);
  source.heal();
  await clock.advance(10_000);
  expect(publisher.delivered).toHaveLength(200);
  expect(logger.lines.slice(1)).toEqual(['info The store is answering again']);
});

test('while nothing can be recorded nothing is published twice', async () => {
  const { clock, source, publisher, relay, logger } = open();
  publisher.online('ana');
  relay.start();
  source.fail('markPublished', new AppError('storage_full', 'The disk is full.'));
  source.commit('ana');
  await clock.advance(60_000);
  source.commit('ana');
  await clock.advance(60_000);
  expect(publisher.told('ana')).toEqual(['0→1', '1→2']);
  expect(logger.lines).toEqual(['warn What was published could not be recorded; trying again']);
  source.heal();
  await clock.advance(15_000);
  expect(source.dirty()).toEqual([]);
  expect(logger.lines.slice(1)).toEqual(['info What was published is recorded again']);
});

test('stopping publishes and records what waits', async () => {
  const { clock, source, publisher, relay } = open();
  publisher.online(...people(50));
  relay.start();
  await clock.settle();
  source.commit(people(50));
  const stopped = relay.stop();
  await clock.settle();
  await stopped;
  expect(publisher.delivered).toHaveLength(50);
  expect(source.dirty()).toEqual([]);
  expect(clock.sleeping()).toBe(0);
});

test('a stopped relay does nothing more', async () => {
  const { clock, source, publisher, relay } = open();
  publisher.online('ana');
  relay.start();
  await clock.settle();
  const stopped = relay.stop();
  await clock.settle();
  await stopped;
  source.commit('ana');
  source.broadcast();
  await clock.advance(60_000);
  expect(publisher.delivered).toEqual([]);
  expect(source.dirty()).toEqual(['ana']);
});

test('stopping does not wait for a service that hangs', async () => {
  const { clock, source, publisher, relay } = open();
  publisher.online('ana', 'ben');
  relay.start();
  source.commit('ben');
  await clock.settle();
  publisher.hold();
  source.commit('ana');
  await clock.settle();
  let done = false;
  const stopped = relay.stop().then(() => {
    done = true;
  });
  await clock.advance(1_999);
  expect(done).toBe(false);
  await clock.advance(1);
  await stopped;
  // What had been published is recorded all the same.
  expect(source.dirty()).toEqual(['ana']);
  // The call comes back after all, with nobody left to retry it.
  publisher.goDown();
  publisher.release();
  await clock.settle();
  expect(clock.sleeping()).toBe(0);
});

test('stopping does not wait for a service that is down', async () => {
  const { clock, source, publisher, relay } = open();
  publisher.online(...people(100));
  publisher.goDown();
  relay.start();
  source.commit(people(100));
  await clock.advance(1_000);
  const stopped = relay.stop();
  await clock.settle();
  await stopped;
  expect(source.dirty()).toHaveLength(100);
  expect(clock.sleeping()).toBe(0);
});
