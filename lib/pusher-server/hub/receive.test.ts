import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FakeHub, fannedOut } from '../testing/fake-hub';
import { receiveBinary, receiveControl } from './receive';

test('a ping is answered with a pong, a pong with nothing', () => {
  const anna = new FakeHub().connect();
  anna.send('pusher:ping', {});
  anna.transport.assertReceived('pusher:pong');
  anna.sendText('{"event":"pusher:ping"}');
  anna.transport.assertReceived('pusher:pong');
  anna.send('pusher:pong', {});
  anna.transport.assertNothingReceived();
});

test('what cannot be read is answered to its sender and disturbs nobody', async () => {
  const world = new FakeHub();
  const anna = world.subscribed('news');
  const eve = world.connect();
  for (const text of [
    '',
    '{',
    'null',
    '[]',
    '"x"',
    '{"event":7}',
    '['.repeat(9_000),
    '{"event":"nonsense"}',
  ]) {
    eve.sendText(text);
    eve.transport.assertReceived('pusher:error');
  }
  eve.transport.assertOpen();
  world.trigger('news', 'still-here');
  await fannedOut();
  anna.transport.assertReceived('still-here');
});

test("nobody can speak in the server's name", async () => {
  const world = new FakeHub();
  const anna = world.subscribed('private-a');
  const eve = world.subscribed('private-a');
  for (const event of [
    'pusher_internal:member_added',
    'pusher:connection_established',
    'headline',
    'client-x',
  ]) {
    eve.send(event, '{}', 'private-a');
  }
  await fannedOut();
  anna.transport.assertNothingReceived();
});

test('more messages a second than allowed close the connection, for now', () => {
  const world = new FakeHub({ limits: { maxMessagesPerSecond: 3 } });
  const anna = world.connect();
  for (let second = 0; second < 3; second++) {
    for (let at = 0; at < 3; at++) anna.send('pusher:ping');
    world.nowMs += 1_000;
  }
  anna.transport.assertOpen();
  for (let at = 0; at < 4; at++) anna.send('pusher:ping');
  anna.transport.assertClosed(4100);
});

test('a closed connection is not listened to any more', () => {
  const world = new FakeHub();
  const anna = world.connect();
  anna.lose();
  anna.subscribe('news');
  expect(world.hub.channels.size).toBe(0);
  expect(world.hub.counters.messagesIn).toBe(0);
});

test('random frames never throw and never close', () => {
  const world = new FakeHub();
  const eve = world.connect();
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (text) => {
      world.nowMs += 1_000;
      eve.sendText(text);
      eve.transport.assertOpen();
    }),
  );
});

test('binary frames and pings and pongs of the transport count among the messages of a second', () => {
  const world = new FakeHub({ limits: { maxMessagesPerSecond: 3 } });
  for (const flood of [receiveBinary, receiveControl]) {
    const anna = world.connect();
    for (let at = 0; at < 3; at++) flood(world.hub, anna.connection, world.nowMs);
    anna.transport.assertOpen();
    flood(world.hub, anna.connection, world.nowMs);
    anna.transport.assertClosed(4100);
    anna.transport.take();
    // What was still on its way is nobody's any more.
    flood(world.hub, anna.connection, world.nowMs);
    anna.transport.assertNothingReceived();
  }
});

test('who keeps asking and never reads is cut long before the bytes add up, who catches up is not', () => {
  const world = new FakeHub({ limits: { maxUnreadAnswers: 5 } });
  const [deaf, slow] = [world.connect(), world.connect()];
  for (const { transport } of [deaf, slow]) transport.bufferedBytes = 34;
  for (let at = 0; at < 5; at++) for (const client of [deaf, slow]) client.send('pusher:ping');
  for (const { transport } of [deaf, slow]) transport.assertOpen();
  slow.transport.bufferedBytes = 0;
  slow.send('pusher:ping');
  slow.transport.bufferedBytes = 34;
  for (const client of [deaf, slow]) client.send('pusher:ping');
  expect(deaf.transport.isTerminated).toBe(true);
  slow.transport.assertOpen();
  expect(world.hub.counters.droppedSlow).toBe(1);
});
