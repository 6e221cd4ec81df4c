import { expect, test } from 'vitest';
import { FakeHub } from '../testing/fake-hub';
import { Random } from '../testing/random';
import { busiest } from './busiest';
import { Channel } from './channel';
import type { Subscription } from './subscription';

function channel(name: string, subscriptionCount: number, events: number): Channel {
  const made = new Channel(name);
  // Only their number matters here.
  for (let at = 0; at < subscriptionCount; at++) made.add({ member: null } as Subscription);
  made.events = events;
  return made;
}

const names = (channels: readonly Channel[]) => channels.map(({ name }) => name);

test('subscriptions decide, then events', () => {
  const all = [channel('few', 1, 99), channel('quiet', 3, 1), channel('loud', 3, 7), channel('many', 4, 0)];
  expect(names(busiest(all, 10))).toEqual(['many', 'loud', 'quiet', 'few']);
  expect(names(busiest(all, 2))).toEqual(['many', 'loud']);
  expect(names(busiest(all.toReversed(), 1))).toEqual(['many']);
  expect(busiest([], 3)).toEqual([]);
});

test("users' own channels take no place", () => {
  const all = [channel('#server-to-user-7', 9, 9), channel('news', 1, 0)];
  expect(names(busiest(all, 1))).toEqual(['news']);
});

test('the same as sorting them all, in any order', () => {
  const random = new Random(11);
  const all = Array.from({ length: 500 }, (_, at) => channel(`c${at}`, random.below(7), at));
  const sorted = all.toSorted((a, b) => b.subscriptionCount - a.subscriptionCount || b.events - a.events);
  expect(names(busiest(all, 100))).toEqual(names(sorted).slice(0, 100));
});

test('events are counted from when a channel became occupied, not its comings and goings', () => {
  const world = new FakeHub({ policy: { clientEvents: true } });
  const events = () => world.hub.channels.get('presence-a')?.events;
  world.trigger('presence-a', 'to-nobody');
  const anna = world.connect();
  anna.subscribe('presence-a', '{"user_id":"1"}');
  expect(events()).toBe(0);
  world.trigger('presence-a', 'one');
  const ben = world.connect();
  ben.subscribe('presence-a', '{"user_id":"2"}');
  ben.send('client-typing', {}, 'presence-a');
  expect(events()).toBe(2);
  anna.unsubscribe('presence-a');
  ben.unsubscribe('presence-a');
  anna.subscribe('presence-a', '{"user_id":"1"}');
  expect(events()).toBe(0);
});
