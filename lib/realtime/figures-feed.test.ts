import { expect, test } from 'vitest';
import type { Figures } from '@/lib/inbox/broadcast';
import { broadcastChannel, broadcastEventSchema } from './channels';
import { createFiguresFeed } from './figures-feed';
import { createFakePublisher } from './testing/fake-publisher';
import { createManualClock } from './testing/manual-clock';
import { createRecordingLog } from './testing/recording-log';

const NOBODY = { left: 0, muted: 0, unreached: 0 };

function open() {
  const clock = createManualClock();
  const publisher = createFakePublisher();
  const logger = createRecordingLog();
  const figures: Figures = {
    targeted: 9,
    delivered: 0,
    pending: 9,
    skipped: 0,
    seen: 0,
    read: 0,
    clicked: 0,
  };
  let seen = 0;
  let reads = 0;
  let failure: Error | null = null;
  const feed = createFiguresFeed({
    figures: async (id) => {
      reads += 1;
      if (failure) throw failure;
      return id === 'gone' ? null : { state: 'sent', figures: { ...figures, seen }, skippedFor: NOBODY };
    },
    publisher,
    logger,
    now: clock.now,
    timers: clock.timers,
    random: () => 1,
  });
  const see = () => {
    seen += 1;
    feed.moved(['b1']);
  };
  const shown = () =>
    publisher
      .on(broadcastChannel('b1'))
      .map(({ data }) => broadcastEventSchema.parse(data))
      .map((event) => event.figures.seen);
  return {
    clock,
    publisher,
    logger,
    feed,
    see,
    shown,
    reads: () => reads,
    fail: (error: Error | null) => {
      failure = error;
    },
  };
}

test('the first move is shown at once, as the declared event', async () => {
  const { clock, publisher, feed } = open();
  publisher.join('private-broadcast-b1');
  feed.moved(['b1']);
  const at = clock.now();
  await clock.settle();
  expect(publisher.delivered).toEqual([
    {
      channel: 'private-broadcast-b1',
      name: 'broadcast.changed',
      data: {
        v: 1,
        asOf: at,
        state: 'sent',
        figures: { targeted: 9, delivered: 0, pending: 9, skipped: 0, seen: 0, read: 0, clicked: 0 },
        skippedFor: NOBODY,
      },
    },
  ]);
});

test('a thousand moves in a second are four or five updates, and the last one has the last figures', async () => {
  const { clock, publisher, see, shown } = open();
  publisher.join('private-broadcast-b1');
  for (let i = 0; i < 1_000; i++) {
    see();
    await clock.advance(1);
  }
  await clock.advance(1_000);
  expect(shown().length).toBeLessThanOrEqual(5);
  expect(shown().at(-1)).toBe(1_000);
});

test('moves within one quarter of a second are one more update at its end', async () => {
  const { clock, publisher, see, shown } = open();
  publisher.join('private-broadcast-b1');
  see();
  await clock.advance(10);
  see();
  see();
  await clock.advance(239);
  expect(shown()).toEqual([1]);
  await clock.advance(1);
  expect(shown()).toEqual([1, 3]);
  await clock.advance(10_000);
  expect(shown()).toEqual([1, 3]);
  expect(clock.sleeping()).toBe(0);
});

test('a broadcast that nobody watches is not even read', async () => {
  const { clock, publisher, feed, reads } = open();
  feed.moved(['b1']);
  await clock.advance(1_000);
  expect(reads()).toBe(0);
  publisher.join('private-broadcast-b1');
  feed.moved(['b1']);
  await clock.settle();
  expect(reads()).toBe(1);
});

test('when the last watcher leaves, the rest is not read', async () => {
  const { clock, publisher, see, reads } = open();
  publisher.join('private-broadcast-b1');
  see();
  await clock.settle();
  see();
  publisher.leave('private-broadcast-b1');
  await clock.advance(1_000);
  expect(reads()).toBe(1);
});

test('one broadcast does not slow another down', async () => {
  const { clock, publisher, feed } = open();
  publisher.join('private-broadcast-b1');
  publisher.join('private-broadcast-b2');
  feed.moved(['b1']);
  await clock.advance(100);
  feed.moved(['b1', 'b2']);
  await clock.settle();
  expect(publisher.on('private-broadcast-b1')).toHaveLength(1);
  expect(publisher.on('private-broadcast-b2')).toHaveLength(1);
});

test('every update is newer than the one before, whatever the clock does', async () => {
  const { clock, publisher, see } = open();
  publisher.join('private-broadcast-b1');
  const start = clock.now();
  see();
  await clock.advance(500);
  clock.set(start - 3_600_000);
  see();
  await clock.advance(500);
  see();
  await clock.advance(500);
  const asOf = publisher.delivered.map(({ data }) => broadcastEventSchema.parse(data).asOf);
  expect(asOf).toHaveLength(3);
  expect(asOf).toEqual([start, start + 1, start + 2]);
});

test('a broadcast that is not there is not told of', async () => {
  const { clock, publisher, feed } = open();
  publisher.join('private-broadcast-gone');
  feed.moved(['gone']);
  await clock.advance(1_000);
  expect(publisher.delivered).toEqual([]);
});

test('a failure is tried again until the figures are out', async () => {
  const { clock, publisher, see, shown, logger } = open();
  publisher.join('private-broadcast-b1');
  publisher.goDown();
  see();
  await clock.advance(600);
  publisher.comeBack();
  await clock.advance(3_000);
  expect(shown()).toEqual([1]);
  expect(logger.lines).toEqual([]);
});

test('after five failures it is left until the next move, and that is said', async () => {
  const { clock, publisher, see, shown, logger, reads, fail } = open();
  publisher.join('private-broadcast-b1');
  fail(new Error('busy'));
  see();
  await clock.advance(60_000);
  expect(reads()).toBe(5);
  expect(logger.lines).toEqual(['warn The figures of a broadcast could not be published']);
  expect(clock.sleeping()).toBe(0);
  fail(null);
  see();
  await clock.settle();
  expect(shown()).toEqual([2]);
});

test('a stopped feed says nothing more and leaves no timer', async () => {
  const { clock, publisher, see, shown, feed } = open();
  publisher.join('private-broadcast-b1');
  see();
  await clock.settle();
  see();
  feed.stop();
  see();
  await clock.advance(10_000);
  expect(shown()).toEqual([1]);
  expect(clock.sleeping()).toBe(0);
});
