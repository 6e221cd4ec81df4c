import { expect, test } from 'vitest';
import { CLOSE } from '../protocol/close-codes';
import { FakeHub, fannedOut } from '../testing/fake-hub';
import { FakeTransport } from '../testing/fake-transport';

test('the first frame tells the socket id and the activity timeout', () => {
  const { hub } = new FakeHub();
  const transport = new FakeTransport();
  const { socketId } = hub.open(transport, 0);
  const [greeting] = transport.assertReceived('pusher:connection_established');
  expect(JSON.parse(String(greeting?.data))).toEqual({ socket_id: socketId, activity_timeout: 30 });
});

test('socket ids are random: never in a row, never twice', () => {
  const { hub } = new FakeHub();
  const ids = Array.from({ length: 1_000 }, () => hub.open(new FakeTransport(), 0).socketId);
  expect(new Set(ids).size).toBe(1_000);
  for (const id of ids) expect(id).toMatch(/^\d{1,15}\.\d{1,15}$/);
  expect([...ids].sort()).not.toEqual(ids);
});

test('an event reaches the subscribers of its channel and nobody else', async () => {
  const world = new FakeHub();
  const anna = world.subscribed('news');
  const ben = world.subscribed('news', 'sport');
  const carl = world.subscribed('sport');
  world.trigger('news', 'headline', '{"a":1}');
  await fannedOut();
  const event = { event: 'headline', data: '{"a":1}', channel: 'news' };
  expect(anna.transport.take()).toEqual([event]);
  expect(ben.transport.take()).toEqual([event]);
  carl.transport.assertNothingReceived();
});

test('the excluded socket is the only one that is not told', async () => {
  const world = new FakeHub();
  const anna = world.subscribed('news');
  const ben = world.subscribed('news');
  world.trigger('news', 'headline', '', anna.socketId);
  await fannedOut();
  anna.transport.assertNothingReceived();
  ben.transport.assertReceived('headline');
  world.trigger('news', 'second', '', '1.1');
  await fannedOut();
  anna.transport.assertReceived('second');
});

test('nothing is sent before trigger returns', async () => {
  const world = new FakeHub();
  const anna = world.subscribed('news');
  world.trigger('news', 'headline');
  anna.transport.assertNothingReceived();
  await fannedOut();
  anna.transport.assertReceived('headline');
});

test('who leaves between trigger and delivery hears nothing, not even after coming back', async () => {
  const world = new FakeHub();
  const anna = world.subscribed('news');
  const ben = world.subscribed('news');
  world.trigger('news', 'before');
  anna.unsubscribe('news');
  ben.unsubscribe('news');
  ben.subscribe('news');
  await fannedOut();
  anna.transport.assertNothingReceived();
  ben.transport.assertReceived('pusher_internal:subscription_succeeded');
});

test('who joins after a trigger does not hear it', async () => {
  const world = new FakeHub();
  world.subscribed('news');
  world.trigger('news', 'before');
  const late = world.subscribed('news');
  await fannedOut();
  late.transport.assertNothingReceived();
});

test('a channel exists from its first subscriber to its last', () => {
  const world = new FakeHub();
  const anna = world.subscribed('news');
  const ben = world.subscribed('news');
  expect(world.hub.channels.get('news')?.subscriptionCount).toBe(2);
  anna.unsubscribe('news');
  expect(world.hub.channels.has('news')).toBe(true);
  ben.lose();
  expect(world.hub.channels.size).toBe(0);
  expect(world.hub.connections.size).toBe(1);
});

test('a close from our side leaves every channel at once and says why', () => {
  const world = new FakeHub();
  const anna = world.subscribed('news', 'sport');
  world.hub.close(anna.connection, CLOSE.shuttingDown);
  anna.transport.assertClosed(4200);
  expect(world.hub.channels.size).toBe(0);
  anna.connection.send(Buffer.from('{}'));
  anna.transport.assertNothingReceived();
});

test('the end of a connection is counted and reported once, however often it is heard of', () => {
  const gone: string[] = [];
  const world = new FakeHub({ policy: { onClose: (socketId) => gone.push(socketId) } });
  const anna = world.subscribed('news');
  world.hub.close(anna.connection, CLOSE.shuttingDown);
  world.hub.close(anna.connection, CLOSE.noPong);
  anna.lose();
  expect(gone).toEqual([anna.socketId]);
  expect(world.hub.counters.closes).toEqual({ 4200: 1 });
});

test('a callback that throws disturbs nothing', () => {
  const errors: object[] = [];
  const logger = { info() {}, warn() {}, error: (facts: object) => void errors.push(facts) };
  const onClose = () => {
    throw new Error('broken application');
  };
  const world = new FakeHub({ policy: { onClose, logger } });
  const anna = world.subscribed('news');
  anna.lose();
  expect(errors).toHaveLength(1);
  expect(world.hub.channels.size).toBe(0);
});

test('a reader who does not read is cut, counted, and harms nobody else', async () => {
  const world = new FakeHub({ limits: { maxUnsentBytes: 1_000 } });
  const slow = world.subscribed('news');
  const quick = world.subscribed('news');
  slow.transport.bufferedBytes = 990;
  world.trigger('news', 'headline');
  await fannedOut();
  expect(slow.transport.isTerminated).toBe(true);
  slow.transport.assertNothingReceived();
  quick.transport.assertReceived('headline');
  expect(world.hub.counters).toMatchObject({ droppedSlow: 1, closes: { 1006: 1 } });
  expect(world.hub.channels.get('news')?.subscriptionCount).toBe(1);
});

test('frames and bytes are counted as they leave', async () => {
  const world = new FakeHub();
  world.subscribed('news');
  world.subscribed('news');
  const before = { ...world.hub.counters };
  world.trigger('news', 'n', 'd');
  await fannedOut();
  const bytes = '{"event":"n","data":"d","channel":"news"}'.length;
  expect(world.hub.counters.messagesOut - before.messagesOut).toBe(2);
  expect(world.hub.counters.bytesOut - before.bytesOut).toBe(2 * bytes);
  expect(world.hub.counters.triggers).toBe(1);
});

test('while the fan-out is too far behind, triggers are refused instead of forgotten', async () => {
  const world = new FakeHub({ limits: { maxQueuedBytes: 100 } });
  const anna = world.subscribed('news');
  world.trigger('news', 'a', 'x'.repeat(100));
  expect(() => world.trigger('news', 'b')).toThrow('waiting');
  await fannedOut();
  world.trigger('news', 'c');
  await fannedOut();
  anna.transport.assertReceived('a', 'c');
});
