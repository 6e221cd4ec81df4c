import { expect, test } from 'vitest';
import { hmac } from '../protocol/signatures';
import { APP, FakeHub, fannedOut } from '../testing/fake-hub';
import type { Happening } from './policy';

function watched(policy: ConstructorParameters<typeof FakeHub>[0] = {}) {
  const happenings: Happening[] = [];
  const world = new FakeHub({ ...policy, report: (happening) => happenings.push(happening) });
  return { world, take: () => happenings.splice(0) };
}

test('subscribers are told how many they are, when the application wants it', async () => {
  const world = new FakeHub({ policy: { subscriptionCounts: true } });
  const anna = world.connect();
  anna.subscribe('news');
  await fannedOut();
  anna.transport.assertReceived(
    'pusher_internal:subscription_succeeded',
    'pusher_internal:subscription_count',
  );
  const ben = world.connect();
  ben.subscribe('news');
  await fannedOut();
  const [count] = anna.transport.assertReceived('pusher_internal:subscription_count');
  expect(count).toMatchObject({ channel: 'news', data: '{"subscription_count":2}' });
  ben.lose();
  await fannedOut();
  expect(anna.transport.take()[0]?.data).toBe('{"subscription_count":1}');
});

test('presence channels are not counted, and nothing is unless it is wanted', async () => {
  const counting = new FakeHub({ policy: { subscriptionCounts: true } });
  const anna = counting.connect();
  anna.subscribe('presence-a', '{"user_id":"anna"}');
  await fannedOut();
  anna.transport.assertReceived('pusher_internal:subscription_succeeded');
  const ben = new FakeHub().connect();
  ben.subscribe('news');
  await fannedOut();
  ben.transport.assertReceived('pusher_internal:subscription_succeeded');
});

test('a channel is occupied and vacated once, not per subscriber', () => {
  const { world, take } = watched();
  const anna = world.subscribed('news');
  const ben = world.subscribed('news');
  expect(take()).toEqual([{ name: 'channel_occupied', channel: 'news' }]);
  anna.lose();
  expect(take()).toEqual([]);
  ben.unsubscribe('news');
  expect(take()).toEqual([{ name: 'channel_vacated', channel: 'news' }]);
});

test('members, missed caches and client events are reported', () => {
  const { world, take } = watched({ policy: { clientEvents: true } });
  const anna = world.connect();
  anna.subscribe('presence-cache-a', '{"user_id":7}');
  anna.send('client-x', { a: 1 }, 'presence-cache-a');
  anna.lose();
  const channel = 'presence-cache-a';
  expect(take()).toEqual([
    { name: 'channel_occupied', channel },
    { name: 'member_added', channel, user_id: '7' },
    { name: 'cache_miss', channel },
    {
      name: 'client_event',
      channel,
      event: 'client-x',
      data: '{"a":1}',
      socket_id: anna.socketId,
      user_id: '7',
    },
    { name: 'member_removed', channel, user_id: '7' },
    { name: 'channel_vacated', channel },
  ]);
});

test("a user's own channel is nobody's news", () => {
  const { world, take } = watched({ policy: { subscriptionCounts: true } });
  const anna = world.connect();
  const user_data = '{"id":"anna"}';
  const auth = `${APP.key}:${hmac(APP.secret, `${anna.socketId}::user::${user_data}`)}`;
  anna.send('pusher:signin', { auth, user_data });
  anna.lose();
  expect(take()).toEqual([]);
});

test('while many come and go on a large channel one count waits at a time, and the last is right', async () => {
  const world = new FakeHub({ policy: { subscriptionCounts: true } });
  const clients = Array.from({ length: 300 }, () => world.subscribed('news'));
  await fannedOut();
  for (const { transport } of clients) transport.take();
  for (const client of clients.slice(150)) client.lose();
  await fannedOut();
  for (const { transport } of clients.slice(0, 150)) {
    const counts = transport.take().map(({ data }) => data);
    expect(counts.length).toBeLessThanOrEqual(2);
    expect(counts.at(-1)).toBe('{"subscription_count":150}');
  }
  // Few are told of everybody.
  for (const client of clients.slice(5, 150)) client.lose();
  await fannedOut();
  clients[0]?.transport.take();
  for (const client of clients.slice(2, 5)) client.lose();
  await fannedOut();
  expect(clients[0]?.transport.take().map(({ data }) => data)).toEqual(
    [4, 3, 2].map((count) => `{"subscription_count":${count}}`),
  );
});
