import { expect, test } from 'vitest';
import { createDirtyStreams } from './dirty-streams';
import { createManualClock } from './testing/manual-clock';

function open(options: { capacity?: number } = {}) {
  const clock = createManualClock();
  let rested = 0;
  const streams = createDirtyStreams({
    timers: clock.timers,
    random: () => 1,
    now: clock.now,
    onRested: () => (rested += 1),
    ...options,
  });
  return { clock, streams, rested: () => rested };
}

test('a stream waits once, however often it moved', () => {
  const { streams } = open();
  expect(streams.add('ana', 'told')).toBe(true);
  expect(streams.add('ana', 'told')).toBe(false);
  expect(streams.add('ana', 'swept')).toBe(false);
  expect(streams.take(10)).toEqual(['ana']);
});

test('what a commit told of goes before what a sweep found', () => {
  const { streams } = open();
  streams.add('old', 'swept');
  streams.add('ana', 'told');
  expect(streams.take(1)).toEqual(['ana']);
  expect(streams.take(1)).toEqual(['old']);
});

test('a swept stream that a commit tells of moves forward and is still handed out once', () => {
  const { streams } = open();
  streams.add('older', 'swept');
  streams.add('ana', 'swept');
  streams.add('ana', 'told');
  expect(streams.take(10)).toEqual(['ana', 'older']);
  expect(streams.size()).toBe(0);
});

test('a stream under way is not handed out again until it is settled', () => {
  const { streams } = open();
  streams.add('ana', 'told');
  streams.take(1);
  expect(streams.add('ana', 'told')).toBe(false);
  expect(streams.take(1)).toEqual([]);
  streams.published('ana');
  expect(streams.take(1)).toEqual(['ana']);
  streams.published('ana');
  expect(streams.take(1)).toEqual([]);
});

test('what failed rests twice as long each time and starts afresh when it succeeds', async () => {
  const { clock, streams, rested } = open();
  streams.add('ana', 'told');
  for (const restMs of [250, 500, 1_000]) {
    expect(streams.take(1)).toEqual(['ana']);
    streams.failed('ana');
    await clock.advance(restMs - 1);
    expect([restMs, streams.take(1)]).toEqual([restMs, []]);
    await clock.advance(1);
  }
  expect(rested()).toBe(3);
  streams.take(1);
  streams.published('ana');
  streams.add('ana', 'told');
  streams.take(1);
  expect(streams.failed('ana')).toBe(1);
});

test('a change does not end the rest of a stream that failed', () => {
  const { streams } = open();
  streams.add('ana', 'told');
  streams.take(1);
  streams.failed('ana');
  expect(streams.add('ana', 'told')).toBe(false);
  expect(streams.take(1)).toEqual([]);
});

test('what failed before is handed out alone', () => {
  const { streams } = open();
  for (const id of ['bad', 'ana']) streams.add(id, 'told');
  streams.take(2);
  streams.failed('bad');
  streams.published('ana');
  streams.wake();
  for (const id of ['ana', 'ben']) streams.add(id, 'told');
  expect(streams.take(10)).toEqual(['bad']);
  streams.failed('bad');
  expect(streams.take(10)).toEqual(['ana', 'ben']);
  streams.published('ana');
  streams.published('ben');
  streams.add('ana', 'told');
  streams.wake();
  expect(streams.take(10)).toEqual(['ana']);
  expect(streams.take(10)).toEqual(['bad']);
});

test('waking ends every rest at once', () => {
  const { clock, streams } = open();
  for (const id of ['ana', 'ben']) streams.add(id, 'told');
  for (const id of streams.take(2)) streams.failed(id);
  expect(clock.sleeping()).toBe(2);
  streams.wake();
  expect(clock.sleeping()).toBe(0);
  expect(streams.size()).toBe(2);
});

test('beyond its capacity a stream is left to the sweep', () => {
  const { streams } = open({ capacity: 2 });
  expect(streams.add('a', 'told')).toBe(true);
  expect(streams.add('b', 'swept')).toBe(true);
  expect(streams.add('c', 'told')).toBe(false);
  expect(streams.add('b', 'told')).toBe(true);
  streams.take(1);
  expect(streams.add('c', 'told')).toBe(true);
});

test('only so many rest; what is beyond is left to the sweep', () => {
  const { clock, streams } = open({ capacity: 1 });
  streams.add('a', 'told');
  streams.take(1);
  streams.add('b', 'told');
  streams.take(1);
  streams.failed('a');
  streams.failed('b');
  expect(clock.sleeping()).toBe(1);
  expect(streams.add('b', 'swept')).toBe(true);
});

test('clearing leaves nothing that waits and no timer', () => {
  const { clock, streams } = open();
  for (const id of ['a', 'b', 'c']) streams.add(id, 'told');
  for (const id of streams.take(1)) streams.failed(id);
  streams.add('d', 'swept');
  streams.clear();
  expect(streams.size()).toBe(0);
  expect(clock.sleeping()).toBe(0);
});

test('what waits, rests or is under way is not settled yet', () => {
  const { streams } = open();
  for (const user of ['ana', 'ben', 'carla']) streams.add(user, 'told');
  streams.take(2);
  streams.failed('ana');
  expect([streams.size(), streams.unsettled()]).toEqual([1, 3]);
  streams.published('ben');
  expect(streams.unsettled()).toBe(2);
  streams.clear();
  expect(streams.unsettled()).toBe(0);
});

test('the oldest is known by when it became dirty, and one that moved while under way is dirty since then', async () => {
  const { clock, streams } = open();
  expect(streams.oldestSince()).toBe(null);
  const began = clock.now();
  streams.add('ana', 'told');
  await clock.advance(1_000);
  streams.add('ben', 'swept');
  streams.add('carla', 'told');
  expect(streams.oldestSince()).toBe(began);
  streams.take(1);
  expect(streams.oldestSince()).toBe(began);
  streams.add('ana', 'told');
  expect(streams.oldestSince()).toBe(began);
  streams.published('ana');
  expect(streams.unsettled()).toBe(3);
  expect(streams.oldestSince()).toBe(began + 1_000);
});

test('what fails ages on until it is published or forgotten', async () => {
  const { clock, streams } = open();
  const began = clock.now();
  streams.add('ana', 'told');
  streams.take(1);
  streams.failed('ana');
  await clock.advance(100);
  expect(streams.oldestSince()).toBe(began);
  streams.wake();
  streams.take(1);
  streams.published('ana');
  expect(streams.oldestSince()).toBe(null);
  streams.add('ben', 'told');
  expect(streams.oldestSince()).not.toBe(null);
  streams.clear();
  expect(streams.oldestSince()).toBe(null);
});

test('what a sweep had found does not become younger when a commit tells of it', async () => {
  const { clock, streams } = open();
  const began = clock.now();
  streams.add('ana', 'swept');
  await clock.advance(1_000);
  expect(streams.add('ana', 'told')).toBe(true);
  expect(streams.oldestSince()).toBe(began);
});
