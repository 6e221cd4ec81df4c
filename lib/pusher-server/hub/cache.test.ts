import { expect, test } from 'vitest';
import { FakeHub, fannedOut } from '../testing/fake-hub';

test('the last event goes to whoever comes later, after success, once, and to nobody else', async () => {
  const world = new FakeHub();
  const anna = world.subscribed('cache-news');
  world.trigger('cache-news', 'old', '1');
  world.trigger('cache-news', 'new', '2');
  const ben = world.connect();
  ben.subscribe('cache-news');
  await fannedOut();
  const [, last] = ben.transport.assertReceived('pusher_internal:subscription_succeeded', 'new');
  expect(last).toEqual({ event: 'new', data: '2', channel: 'cache-news' });
  anna.transport.assertReceived('old', 'new');
});

test('an event nobody was there to hear is kept all the same, for half an hour', () => {
  const world = new FakeHub();
  world.trigger('cache-news', 'early');
  world.nowMs += 1_799_000;
  const anna = world.connect();
  anna.subscribe('cache-news');
  anna.transport.assertReceived('pusher_internal:subscription_succeeded', 'early');
  world.nowMs += 1_000;
  const ben = world.connect();
  ben.subscribe('cache-news');
  ben.transport.assertReceived('pusher_internal:subscription_succeeded', 'pusher:cache_miss');
});

test('an empty cache channel says so; other channels remember nothing and say nothing', () => {
  const world = new FakeHub();
  const anna = world.connect();
  anna.subscribe('private-cache-a');
  const [, miss] = anna.transport.assertReceived(
    'pusher_internal:subscription_succeeded',
    'pusher:cache_miss',
  );
  expect(miss?.channel).toBe('private-cache-a');
  world.trigger('cached-news', 'x');
  anna.subscribe('cached-news');
  anna.transport.assertReceived('pusher_internal:subscription_succeeded');
  expect(world.hub.lastEvents.get('cached-news', world.nowMs)).toBeNull();
});

test('nothing leaks to a refused subscriber', () => {
  const world = new FakeHub();
  world.trigger('private-cache-a', 'secret');
  const eve = world.connect();
  eve.send('pusher:subscribe', { channel: 'private-cache-a', auth: 'app-key:wrong' });
  eve.transport.assertReceived('pusher:subscription_error');
});

test('a client event is not remembered', async () => {
  const world = new FakeHub({ policy: { clientEvents: true } });
  const anna = world.subscribed('private-cache-a');
  const ben = world.subscribed('private-cache-a');
  anna.send('client-typing', {}, 'private-cache-a');
  await fannedOut();
  ben.transport.assertReceived('client-typing');
  const carl = world.connect();
  carl.subscribe('private-cache-a');
  carl.transport.assertReceived('pusher_internal:subscription_succeeded', 'pusher:cache_miss');
});
