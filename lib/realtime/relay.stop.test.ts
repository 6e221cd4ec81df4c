import { expect, test } from 'vitest';
import { openRelay, people } from './testing/open-relay';

test('stopping publishes and records what waits', async () => {
  const { clock, source, publisher, relay } = openRelay();
  publisher.online(...people(50));
  relay.start();
  await clock.settle();
  source.commit(people(50));
  const stopped = relay.stop();
  await clock.settle();
  await stopped;
  expect(publisher.delivered).toHaveLength(50);
  expect(source.dirty()).toEqual([]);
  expect(clock.sleeping()).toBe(0);
});

test('a stopped relay does nothing more', async () => {
  const { clock, source, publisher, relay } = openRelay();
  publisher.online('ana');
  relay.start();
  await clock.settle();
  const stopped = relay.stop();
  await clock.settle();
  await stopped;
  source.commit('ana');
  source.broadcast();
  await clock.advance(60_000);
  expect(publisher.delivered).toEqual([]);
  expect(source.dirty()).toEqual(['ana']);
});

test('stopping does not wait for a service that hangs', async () => {
  const { clock, source, publisher, relay } = openRelay();
  publisher.online('ana', 'ben');
  relay.start();
  source.commit('ben');
  await clock.settle();
  publisher.hold();
  source.commit('ana');
  await clock.settle();
  let done = false;
  const stopped = relay.stop().then(() => {
    done = true;
  });
  await clock.advance(1_999);
  expect(done).toBe(false);
  await clock.advance(1);
  await stopped;
  // What had been published is recorded all the same.
  expect(source.dirty()).toEqual(['ana']);
  // The call comes back after all, with nobody left to retry it.
  publisher.goDown();
  publisher.release();
  await clock.settle();
  expect(clock.sleeping()).toBe(0);
});

test('stopping does not wait for a service that is down', async () => {
  const { clock, source, publisher, relay } = openRelay();
  publisher.online(...people(100));
  publisher.goDown();
  relay.start();
  source.commit(people(100));
  await clock.advance(1_000);
  const stopped = relay.stop();
  await clock.settle();
  await stopped;
  expect(source.dirty()).toHaveLength(100);
  expect(clock.sleeping()).toBe(0);
});
