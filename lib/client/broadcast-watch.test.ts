import { expect, test } from 'vitest';
import { BROADCAST_CHANGED } from '@/lib/realtime/channels';
import { type BroadcastProgress, createBroadcastWatch } from './broadcast-watch';
import type { ChannelListener } from './link';

const figures = (delivered: number) => ({
  targeted: 10,
  delivered,
  pending: 10 - delivered,
  skipped: 0,
  seen: 0,
  read: 0,
  clicked: 0,
});
const skippedFor = { left: 0, muted: 0, unreached: 0 };
const progress = (delivered: number, asOf = 0): BroadcastProgress => ({
  asOf,
  state: 'sent',
  figures: figures(delivered),
  skippedFor,
  online: { delivered: 0, pending: 0 },
});
const event = (asOf: number, delivered: number) => ({
  v: 1,
  asOf,
  state: 'sent',
  figures: figures(delivered),
  skippedFor,
});

/** A watch with a channel, a server and a clock that the test plays. */
function watched() {
  const asked: ((answer: BroadcastProgress | null) => void)[] = [];
  const timers = new Set<() => void>();
  let listener: ChannelListener | null = null;
  const watch = createBroadcastWatch('b1', progress(0), {
    link: {
      listen(channel, given) {
        expect(channel).toBe('private-broadcast-b1');
        listener = given;
        return () => {
          listener = null;
        };
      },
      retry: () => undefined,
      ping: () => undefined,
      rest: () => undefined,
      signOut: () => undefined,
    },
    ask: () => new Promise((resolve) => asked.push(resolve)),
    clock: {
      now: () => 0,
      after(_delayMs, run) {
        timers.add(run);
        return () => timers.delete(run);
      },
    },
  });
  return {
    watch,
    asked,
    timers,
    get listener() {
      if (listener === null) throw new Error('Nobody listens.');
      return listener;
    },
    listening: () => listener !== null,
    delivered: () => watch.getSnapshot().figures.delivered,
    answer: async (nth: number, given: BroadcastProgress | null) => {
      asked[nth]?.(given);
      await Promise.resolve();
      await Promise.resolve();
    },
  };
}

test('events move the figures and tell whoever subscribed', () => {
  const world = watched();
  world.watch.start();
  const told: number[] = [];
  const unsubscribe = world.watch.subscribe(() => told.push(world.delivered()));
  world.listener.onEvent(BROADCAST_CHANGED, event(1, 3));
  unsubscribe();
  world.listener.onEvent(BROADCAST_CHANGED, event(2, 4));
  expect(told).toEqual([3]);
});

test('an older event is ignored, and so is the same one again', () => {
  const world = watched();
  world.watch.start();
  world.listener.onEvent(BROADCAST_CHANGED, event(2, 6));
  world.listener.onEvent(BROADCAST_CHANGED, event(1, 3));
  world.listener.onEvent(BROADCAST_CHANGED, event(2, 9));
  expect(world.delivered()).toBe(6);
  world.listener.onEvent(BROADCAST_CHANGED, event(3, 10));
  expect(world.delivered()).toBe(10);
});

test('every new subscription asks the server', async () => {
  const world = watched();
  world.watch.start();
  world.listener.onState('connecting');
  expect(world.asked).toHaveLength(0);
  world.listener.onState('subscribed');
  world.listener.onState('subscribed');
  expect(world.asked).toHaveLength(2);
  await world.answer(1, progress(4));
  expect(world.delivered()).toBe(4);
});

test('an answer that an event has overtaken is dropped', async () => {
  const world = watched();
  world.watch.start();
  world.listener.onState('subscribed');
  world.listener.onEvent(BROADCAST_CHANGED, event(1, 7));
  await world.answer(0, progress(2));
  expect(world.delivered()).toBe(7);
});

test('an event that cannot be read asks the server, another event is nothing', () => {
  const world = watched();
  world.watch.start();
  world.listener.onEvent('something.else', event(1, 7));
  expect(world.asked).toHaveLength(0);
  world.listener.onEvent(BROADCAST_CHANGED, { ...event(1, 7), state: 'exploded' });
  world.listener.onEvent(BROADCAST_CHANGED, 'nonsense');
  expect(world.asked).toHaveLength(2);
  expect(world.delivered()).toBe(0);
});

test('a server that cannot be asked changes nothing', async () => {
  const world = watched();
  world.watch.start();
  world.listener.onEvent(BROADCAST_CHANGED, event(1, 7));
  world.watch.refresh();
  await world.answer(0, null);
  expect(world.delivered()).toBe(7);
});

test('of two questions under way only the later answer counts', async () => {
  const world = watched();
  world.watch.start();
  world.watch.refresh();
  world.watch.refresh();
  const [first, last] = [world.asked.length - 2, world.asked.length - 1];
  await world.answer(last, progress(9));
  await world.answer(first, progress(2));
  expect(world.delivered()).toBe(9);
});

test('a slow timer asks again and again, until the stop', () => {
  const world = watched();
  const stop = world.watch.start();
  for (const nth of [1, 2]) {
    const [run] = world.timers;
    world.timers.clear();
    run?.();
    expect(world.asked).toHaveLength(nth);
  }
  stop();
  expect(world.timers.size).toBe(0);
  expect(world.listening()).toBe(false);
});

test('an event from before the last answer is not shown: it may be older, so the server is asked', async () => {
  const world = watched();
  world.watch.start();
  world.listener.onState('subscribed');
  await world.answer(0, progress(7, 500));
  expect(world.delivered()).toBe(7);
  world.listener.onEvent(BROADCAST_CHANGED, event(450, 5));
  expect(world.delivered()).toBe(7);
  await world.answer(1, progress(8, 600));
  expect(world.delivered()).toBe(8);
  world.listener.onEvent(BROADCAST_CHANGED, event(700, 9));
  expect(world.delivered()).toBe(9);
});

test('an event keeps who is online, and asks for it a little later, once for many', async () => {
  const world = watched();
  world.watch.start();
  world.listener.onState('subscribed');
  await world.answer(0, { ...progress(1, 5), online: { delivered: 1, pending: 3 } });
  const before = world.timers.size;
  world.listener.onEvent(BROADCAST_CHANGED, event(10, 2));
  world.listener.onEvent(BROADCAST_CHANGED, event(11, 3));
  expect(world.watch.getSnapshot().online).toEqual({ delivered: 1, pending: 3 });
  expect(world.timers.size).toBe(before + 1);
  [...world.timers].at(-1)?.();
  await world.answer(1, { ...progress(4, 12), online: { delivered: 4, pending: 0 } });
  expect(world.watch.getSnapshot()).toMatchObject({ online: { delivered: 4, pending: 0 } });
});
