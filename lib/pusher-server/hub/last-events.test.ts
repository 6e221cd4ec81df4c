import { expect, test } from 'vitest';
import { LastEvents } from './last-events';

const memory = () => new LastEvents({ maxCachedEvents: 2, cacheSeconds: 60 });

test('the last event of a channel is remembered for its time', () => {
  const events = memory();
  events.set('cache-a', { name: 'one', data: '1' }, 0);
  events.set('cache-a', { name: 'two', data: '2' }, 1_000);
  expect(events.get('cache-a', 1_000)).toEqual({ name: 'two', data: '2', ttlSeconds: 60 });
  expect(events.get('cache-a', 60_999)).toEqual({ name: 'two', data: '2', ttlSeconds: 1 });
  expect(events.get('cache-a', 61_000)).toBeNull();
  expect(events.get('cache-b', 0)).toBeNull();
});

test('the channel heard of longest ago is forgotten first', () => {
  const events = memory();
  events.set('a', { name: 'n', data: '' }, 0);
  events.set('b', { name: 'n', data: '' }, 1);
  events.set('a', { name: 'n', data: '' }, 2);
  events.set('c', { name: 'n', data: '' }, 3);
  expect(events.get('b', 3)).toBeNull();
  expect(events.get('a', 3)).not.toBeNull();
  expect(events.get('c', 3)).not.toBeNull();
});
