import fc from 'fast-check';
import { expect, test } from 'vitest';
import { authorizeChannel } from '../protocol/signatures';
import { APP, FakeHub, fannedOut } from '../testing/fake-hub';

test('anybody may join a public channel, and is registered before success is sent', () => {
  const world = new FakeHub();
  const anna = world.connect();
  anna.send('pusher:subscribe', { channel: 'news' });
  expect(anna.transport.take()).toEqual([
    { event: 'pusher_internal:subscription_succeeded', data: '{}', channel: 'news' },
  ]);
  expect(world.hub.channels.get('news')?.subscriptionCount).toBe(1);
});

test('a private channel wants a signature for this socket and this channel', () => {
  const world = new FakeHub();
  const anna = world.connect();
  const ben = world.connect();
  const mine = authorizeChannel(APP, { socketId: anna.socketId, channel: 'private-a' });
  const his = authorizeChannel(APP, { socketId: ben.socketId, channel: 'private-a' });
  const other = authorizeChannel(APP, { socketId: anna.socketId, channel: 'private-b' });
  const foreign = authorizeChannel(
    { ...APP, secret: 'x' },
    { socketId: anna.socketId, channel: 'private-a' },
  );
  for (const auth of [undefined, null, '', 1, [mine], his, other, foreign, mine.toUpperCase(), `${mine} `]) {
    anna.send('pusher:subscribe', { channel: 'private-a', auth });
    const [refused] = anna.transport.assertReceived('pusher:subscription_error');
    expect(refused).toMatchObject({ channel: 'private-a', data: { type: 'AuthError', status: 401 } });
    expect(JSON.stringify(refused)).not.toContain(mine.split(':')[1]);
  }
  expect(world.hub.channels.size).toBe(0);
  anna.transport.assertOpen();
  anna.send('pusher:subscribe', { channel: 'private-a', auth: mine });
  anna.transport.assertReceived('pusher_internal:subscription_succeeded');
});

test('every prefixed kind of private channel is guarded', () => {
  const world = new FakeHub();
  const anna = world.connect();
  for (const prefix of [
    'private-',
    'private-encrypted-',
    'private-cache-',
    'private-encrypted-cache-',
    'presence-',
  ]) {
    anna.send('pusher:subscribe', { channel: `${prefix}a` });
    anna.transport.assertReceived('pusher:subscription_error');
  }
  expect(world.hub.channels.size).toBe(0);
});

test('a refused subscriber hears nothing of the channel', async () => {
  const world = new FakeHub();
  const anna = world.subscribed('private-a');
  const eve = world.connect();
  eve.send('pusher:subscribe', { channel: 'private-a', auth: 'app-key:wrong' });
  eve.transport.take();
  world.trigger('private-a', 'secret');
  await fannedOut();
  anna.transport.assertReceived('secret');
  eve.transport.assertNothingReceived();
});

test('subscribing twice is reported and delivers once; one unsubscribe undoes it', async () => {
  const world = new FakeHub();
  const anna = world.subscribed('news');
  anna.subscribe('news');
  const [error] = anna.transport.assertReceived('pusher:error');
  expect(error?.data).toEqual({ code: null, message: 'Existing subscription to channel news' });
  world.trigger('news', 'once');
  await fannedOut();
  anna.transport.assertReceived('once');
  anna.unsubscribe('news');
  world.trigger('news', 'never');
  await fannedOut();
  anna.transport.assertNothingReceived();
});

test('unsubscribing from what was never joined is harmless', () => {
  const world = new FakeHub();
  const anna = world.subscribed('news');
  anna.unsubscribe('sport');
  anna.unsubscribe('');
  anna.unsubscribe('#server-to-user-1');
  anna.transport.assertNothingReceived();
  expect(world.hub.channels.has('news')).toBe(true);
});

test("an impossible name, and a user's own channel, cannot be joined", () => {
  const world = new FakeHub();
  const anna = world.connect();
  for (const channel of ['', 'a b', 'a:b', 'x'.repeat(201), '#server-to-user-1', '#a']) {
    anna.send('pusher:subscribe', { channel, auth: 'app-key:x' });
    anna.transport.assertReceived('pusher:error');
  }
  expect(world.hub.channels.size).toBe(0);
});

test('the application has the last word, asked only after the signature was right', () => {
  const asked: string[][] = [];
  const mayJoin = (socketId: string, channel: string) => {
    asked.push([socketId, channel]);
    return channel !== 'private-revoked';
  };
  const world = new FakeHub({ policy: { mayJoin } });
  const anna = world.connect();
  anna.send('pusher:subscribe', { channel: 'private-a', auth: 'app-key:wrong' });
  anna.subscribe('public');
  expect(asked).toEqual([]);
  anna.transport.take();
  anna.subscribe('private-revoked');
  const [refused] = anna.transport.assertReceived('pusher:subscription_error');
  expect(refused?.data).toMatchObject({ type: 'AuthError', status: 401 });
  anna.subscribe('private-a');
  anna.transport.assertReceived('pusher_internal:subscription_succeeded');
  expect(asked).toEqual([
    [anna.socketId, 'private-revoked'],
    [anna.socketId, 'private-a'],
  ]);
});

test('an application without public channels admits nobody to one, signed or not', () => {
  const world = new FakeHub({ policy: { publicChannels: false } });
  const anna = world.connect();
  anna.send('pusher:subscribe', { channel: 'news' });
  anna.subscribe('cache-news');
  anna.transport.assertReceived('pusher:subscription_error', 'pusher:subscription_error');
  anna.subscribe('private-a');
  anna.transport.assertReceived('pusher_internal:subscription_succeeded');
});

test('an application that cannot answer has not said yes', () => {
  const mayJoin = () => {
    throw new Error('database locked');
  };
  const world = new FakeHub({ policy: { mayJoin } });
  const anna = world.connect();
  anna.subscribe('private-a');
  anna.transport.assertReceived('pusher:subscription_error');
  anna.transport.assertOpen();
});

test('one connection holds so many channels and no more, and may replace one', () => {
  const world = new FakeHub({ limits: { maxChannelsPerConnection: 2 } });
  const anna = world.subscribed('a', 'b');
  anna.subscribe('c');
  const [refused] = anna.transport.assertReceived('pusher:subscription_error');
  expect(refused).toMatchObject({ channel: 'c', data: { type: 'LimitReached' } });
  anna.unsubscribe('a');
  anna.subscribe('c');
  anna.transport.assertReceived('pusher_internal:subscription_succeeded');
});

test('random subscriptions never throw, and join only public channels', () => {
  const world = new FakeHub();
  const anna = world.connect();
  const name = fc.oneof(
    fc.string(),
    fc.constantFrom('private-a', 'presence-a', 'news', '__proto__', 'constructor'),
  );
  fc.assert(
    fc.property(name, fc.jsonValue(), fc.jsonValue(), (channel, auth, channel_data) => {
      anna.send('pusher:subscribe', { channel, auth, channel_data });
      anna.transport.assertOpen();
      world.nowMs += 1_000;
    }),
  );
  for (const { kind } of world.hub.channels.values()) expect(kind.access).toBe('public');
});

test('when the server has as many subscriptions as it may have, nobody joins until somebody leaves', () => {
  const world = new FakeHub({ limits: { maxSubscriptions: 2 } });
  const anna = world.subscribed('private-a', 'private-b');
  const ben = world.connect();
  ben.subscribe('private-a');
  const [refusal] = ben.transport.assertReceived('pusher:subscription_error');
  expect(refusal?.data).toMatchObject({ type: 'LimitReached', status: 4004 });
  anna.unsubscribe('private-b');
  ben.subscribe('private-a');
  ben.transport.assertReceived('pusher_internal:subscription_succeeded');
});

test('channels without a signature take at most half of the places', () => {
  const world = new FakeHub({ limits: { maxSubscriptions: 4 } });
  const anna = world.subscribed('a', 'b');
  anna.subscribe('c');
  const [refusal] = anna.transport.assertReceived('pusher:subscription_error');
  expect(refusal?.data).toMatchObject({ type: 'LimitReached', status: 4004 });
  world.subscribed('private-a', 'private-b');
  anna.lose();
  expect(world.hub.counters).toMatchObject({ subscriptions: 2, publicSubscriptions: 0 });
  const ben = world.connect();
  ben.subscribe('a');
  ben.transport.assertReceived('pusher_internal:subscription_succeeded');
});
