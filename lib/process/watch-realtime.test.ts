import { afterEach, expect, test, vi } from 'vitest';
import { watchRealtime } from './watch-realtime';

afterEach(() => {
  vi.useRealTimers();
});

const around = {
  published: () => ({ published: 0, failed: 0, lastFailure: null }),
  relay: () => ({ waiting: 0, service: 'up', store: 'up' }) as const,
  now: () => 1_000,
};

/** A server that sends seven messages between two looks at it. */
function busyServer() {
  let looks = 0;
  return {
    looks: () => looks,
    stats: () => ({
      connections: 0,
      connectionsOpened: 0,
      subscriptions: 0,
      channels: 0,
      messagesIn: 0,
      messagesOut: 7 * looks++,
      droppedSlow: 0,
      refusedUpgrades: {},
      refusedSubscriptions: {},
    }),
    recentCloses: () => [],
    busiestChannels: () => [],
  };
}

test('the embedded server is metered from the start until the stop', () => {
  vi.useFakeTimers();
  const server = busyServer();
  const watching = watchRealtime({ ...around, server });
  vi.advanceTimersByTime(5_000);
  expect(server.looks()).toBe(0);
  watching.start();
  vi.advanceTimersByTime(3_000);
  expect(watching.watched.embedded?.meter.series().messagesOut).toEqual([7, 7, 7]);
  watching.stop();
  vi.advanceTimersByTime(5_000);
  expect(server.looks()).toBe(4);
});

test('with another service nothing is looked at and nothing is made up', () => {
  vi.useFakeTimers();
  const watching = watchRealtime({ ...around, server: null });
  watching.start();
  expect(vi.getTimerCount()).toBe(0);
  expect(watching.watched).toMatchObject({ embedded: null, startedAt: 1_000 });
  watching.stop();
});
