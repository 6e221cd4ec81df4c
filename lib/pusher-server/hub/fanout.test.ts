import { expect, test } from 'vitest';
import { CLOSE } from '../protocol/close-codes';
import { FakeHub, fannedOut } from '../testing/fake-hub';
import { Fanout } from './fanout';

test('thousands of frames keep their order for every subscriber', async () => {
  const world = new FakeHub();
  const clients = Array.from({ length: 7 }, () => world.subscribed('news'));
  const names = Array.from({ length: 3_000 }, (_, at) => `event-${at}`);
  for (const name of names) world.trigger('news', name);
  await fannedOut();
  for (const { transport } of clients) expect(transport.take().map(({ event }) => event)).toEqual(names);
});

test('a long list is worked off in slices, between which others get their turn', async () => {
  const world = new FakeHub();
  const clients = Array.from({ length: 1_200 }, () => world.subscribed('news'));
  const reached = () => clients.filter(({ transport }) => transport.take().length > 0).length;
  world.trigger('news', 'headline');
  const slices: number[] = [];
  for (let turn = 0; turn < 5; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
    slices.push(reached());
  }
  expect(slices.filter((count) => count > 0)).toEqual([500, 500, 200]);
});

test('whoever leaves in the middle of a fan-out is skipped, and nobody else is', async () => {
  const world = new FakeHub();
  const clients = Array.from({ length: 1_000 }, () => world.subscribed('news'));
  world.trigger('news', 'headline');
  await new Promise((resolve) => setImmediate(resolve));
  for (const client of clients.filter((_, at) => at % 2 === 1)) client.unsubscribe('news');
  await fannedOut();
  const told = clients.filter(({ transport }) => transport.take().some(({ event }) => event === 'headline'));
  const before = clients.slice(0, 500).length;
  expect(told).toHaveLength(before + 250);
});

test('one channel copies its list of subscribers only after it has changed', () => {
  const world = new FakeHub();
  world.subscribed('news');
  const channel = world.hub.channels.get('news');
  const list = channel?.subscriptions;
  expect(channel?.subscriptions).toBe(list);
  const late = world.subscribed('news');
  expect(channel?.subscriptions).not.toBe(list);
  expect(list).toHaveLength(1);
  late.unsubscribe('news');
  expect(channel?.subscriptions).toHaveLength(1);
});

test('what waits is told in frames and bytes, and the most that ever waited is remembered', async () => {
  const fanout = new Fanout(1_000_000);
  const world = new FakeHub({ fanout });
  world.subscribed('news');
  const anna = world.subscribed('news');
  expect(fanout.backlog).toEqual({ queuedFrames: 0, queuedBytes: 0, queuedBytesPeak: 0 });
  world.trigger('news', 'one', 'x'.repeat(1_000));
  world.trigger('nobody-is-here', 'two');
  const { queuedBytes: oneFrame } = fanout.backlog;
  expect(oneFrame).toBeGreaterThan(1_000);
  world.trigger('news', 'one', 'x'.repeat(1_000));
  // The list of two recipients, eight bytes each, is shared.
  const twoFrames = 2 * oneFrame - 16;
  expect(fanout.backlog).toEqual({
    queuedFrames: 2,
    queuedBytes: twoFrames,
    queuedBytesPeak: twoFrames,
  });
  await fannedOut();
  anna.transport.assertReceived('one', 'one');
  world.trigger('news', 'small');
  expect(fanout.backlog.queuedBytesPeak).toBe(twoFrames);
  await fannedOut();
  expect(fanout.backlog).toEqual({ queuedFrames: 0, queuedBytes: 0, queuedBytesPeak: twoFrames });
});

test('what is to happen in turn happens after everything queued before, and at once when nothing is', async () => {
  const world = new FakeHub();
  const [anna, ben] = [world.subscribed('news'), world.subscribed('news')];
  for (let at = 0; at < 1_000; at++) world.trigger('news', `event-${at}`);
  world.hub.closeInTurn(anna.connection, CLOSE.shuttingDown);
  anna.transport.assertOpen();
  world.trigger('news', 'too-late');
  await fannedOut();
  anna.transport.assertClosed(4200);
  expect(anna.transport.take().at(-1)?.event).toBe('event-999');
  expect(ben.transport.take().at(-1)?.event).toBe('too-late');

  world.hub.closeInTurn(ben.connection, CLOSE.shuttingDown);
  ben.transport.assertClosed(4200);
});

test('a list of recipients counts while it waits, one shared by many events counts once', async () => {
  const world = new FakeHub({ limits: { maxQueuedBytes: 20_000 } });
  const clients = Array.from({ length: 1_000 }, () => world.subscribed('news'));
  for (let at = 0; at < 20; at++) world.trigger('news', 'n');
  expect(world.hub.isBehind).toBe(false);
  await fannedOut();
  for (const client of clients.slice(0, 2)) {
    client.unsubscribe('news');
    world.trigger('news', 'n');
  }
  expect(world.hub.isBehind).toBe(false);
  clients[2]?.unsubscribe('news');
  world.trigger('news', 'n');
  expect(world.hub.isBehind).toBe(true);
  await fannedOut();
  expect(world.hub.isBehind).toBe(false);
});

test('while the fan-out is behind, whoever joins where it is announced is sent away to come back', async () => {
  const world = new FakeHub({ limits: { maxQueuedBytes: 100 } });
  const [anna, late, quiet] = [world.connect(), world.connect(), world.connect()];
  anna.subscribe('presence-a', '{"user_id":"anna"}');
  const ben = world.connect();
  ben.subscribe('presence-a', '{"user_id":"ben"}');
  expect(world.hub.isBehind).toBe(true);
  late.subscribe('presence-a', '{"user_id":"late"}');
  late.transport.assertClosed(4100);
  quiet.subscribe('private-a');
  quiet.transport.assertReceived('pusher_internal:subscription_succeeded');
  await fannedOut();
  const back = world.connect();
  back.subscribe('presence-a', '{"user_id":"late"}');
  back.transport.assertReceived('pusher_internal:subscription_succeeded');
});

test('a frame waits until the last of its subscribers has been sent it', async () => {
  const fanout = new Fanout(1_000_000);
  const world = new FakeHub({ fanout });
  for (let at = 0; at < 400; at++) world.subscribed('news');
  for (const name of ['one', 'two', 'three']) world.trigger('news', name);
  const waiting: number[] = [];
  for (let turn = 0; turn < 4; turn++) {
    waiting.push(fanout.backlog.queuedFrames);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(waiting).toEqual([3, 2, 1, 0]);
});
