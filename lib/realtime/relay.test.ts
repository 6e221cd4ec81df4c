import { expect, test } from 'vitest';
import { openRelay, people } from './testing/open-relay';

test('a committed change is published at the next turn, to its own person', async () => {
  const { clock, source, publisher } = openRelay();
  publisher.online('ana', 'ben');
  source.commit('ana');
  expect(publisher.delivered).toEqual([]);
  await clock.settle();
  expect(publisher.delivered).toEqual([
    {
      channel: 'private-user-ana',
      name: 'inbox.changed',
      data: {
        v: 1,
        epoch: 'e',
        from: 0,
        seq: 1,
        counts: { unread: 1, unseen: 0 },
        changes: [{ seq: 1, id: 'row-1', removed: true }],
      },
    },
  ]);
});

test('what was published is recorded within a fifth of a second, in one write', async () => {
  const { clock, source, publisher } = openRelay();
  publisher.online('ana', 'ben');
  source.commit(['ana', 'ben']);
  await clock.settle();
  expect(source.dirty()).toEqual(['ana', 'ben']);
  await clock.advance(200);
  expect(source.dirty()).toEqual([]);
  expect(source.calls.markPublished).toBe(1);
});

test('changes committed in one turn become one event', async () => {
  const { clock, source, publisher } = openRelay();
  publisher.online('ana');
  for (let i = 0; i < 5; i++) source.commit('ana');
  await clock.settle();
  expect(publisher.told('ana')).toEqual(['0→5']);
});

test('an event leaves out what was published and is not recorded yet', async () => {
  const { clock, source, publisher } = openRelay();
  publisher.online('ana');
  source.commit('ana', 'a');
  await clock.settle();
  source.commit('ana', 'b');
  await clock.settle();
  expect(source.published('ana')).toBe(0);
  expect(publisher.told('ana')).toEqual(['0→1', '1→2']);
  expect(publisher.eventsOf('ana')[1]?.changes).toEqual([{ seq: 2, id: 'b', removed: true }]);
});

test('a burst stays fat although none of it has been recorded', async () => {
  const { clock, source, publisher } = openRelay();
  publisher.online('ana');
  for (let i = 0; i < 60; i++) {
    source.commit('ana');
    await clock.settle();
  }
  expect(publisher.told('ana')).toHaveLength(60);
  for (const [i, event] of publisher.eventsOf('ana').entries())
    expect([i, event.changes?.length]).toEqual([i, 1]);
  // Only when the store’s own event had become thin was it made to record: every twenty events or so.
  expect(source.calls.markPublished).toBeLessThanOrEqual(3);
});

test('an event that is thin by itself is published thin', async () => {
  const { clock, source, publisher } = openRelay();
  publisher.online('ana');
  for (let i = 0; i < 21; i++) source.commit('ana');
  await clock.settle();
  expect(publisher.told('ana')).toEqual(['0→21']);
  expect(publisher.eventsOf('ana')[0]).not.toHaveProperty('changes');
});

test('the events of one stream never overtake each other', async () => {
  const { clock, source, publisher } = openRelay();
  publisher.online('ana', 'ben');
  publisher.hold();
  source.commit('ana');
  await clock.settle();
  source.commit('ana');
  source.commit('ben');
  await clock.settle();
  expect(publisher.calls.map((events) => events.map(({ channel }) => channel))).toEqual([
    ['private-user-ana'],
    ['private-user-ben'],
  ]);
  publisher.release();
  await clock.settle();
  expect(publisher.told('ana')).toEqual(['0→1', '1→2']);
  expect(publisher.told('ben')).toEqual(['0→1']);
});

test('a thousand streams go ten to a batch and four batches at once', async () => {
  const { clock, source, publisher } = openRelay();
  publisher.online(...people(1_000));
  publisher.hold();
  source.commit(people(1_000));
  await clock.settle();
  expect(publisher.calls.map((events) => events.length)).toEqual([10, 10, 10, 10]);
  publisher.release();
  await clock.settle();
  expect(publisher.delivered).toHaveLength(1_000);
  expect(publisher.calls).toHaveLength(100);
  expect(publisher.mostAtOnce()).toBe(4);
  await clock.advance(200);
  expect(source.dirty()).toEqual([]);
});

test('a stream that nobody listens to is recorded by the sweep without an event', async () => {
  const { clock, source, publisher, relay } = openRelay();
  relay.start();
  await clock.settle();
  source.commit('ana');
  await clock.settle();
  // Not even read before: a thousand absent people must not stand before one who waits.
  expect(source.calls.pendingEvent).toBe(0);
  expect(source.dirty()).toEqual(['ana']);
  await clock.advance(5_200);
  expect(source.dirty()).toEqual([]);
  expect(publisher.delivered).toEqual([]);
});

test('who starts to listen while the event is being read still gets it', async () => {
  const { clock, source, publisher, relay } = openRelay();
  source.commitUntold(['ana']);
  source.pauseWith(async (method) => {
    if (method === 'pendingEvent') publisher.online('ana');
  });
  relay.start();
  await clock.settle();
  expect(publisher.told('ana')).toEqual(['0→1']);
});

test('somebody who waits for an event does not wait for a sweep', async () => {
  const { clock, source, publisher, relay } = openRelay();
  publisher.online('ana', ...people(400));
  source.commitUntold(people(400));
  relay.start();
  publisher.hold();
  await clock.settle();
  expect(publisher.calls).toHaveLength(4);
  source.commit('ana');
  publisher.release();
  await clock.settle();
  const place = publisher.delivered.findIndex(({ channel }) => channel === 'private-user-ana');
  expect(publisher.delivered).toHaveLength(401);
  expect(place).toBeLessThanOrEqual(40);
});

test('what a crash left dirty is published at the start, however much it is', async () => {
  const { clock, source, publisher, relay } = openRelay();
  publisher.online(...people(1_800));
  source.commitUntold(people(1_800));
  relay.start();
  await clock.settle();
  expect(publisher.delivered).toHaveLength(1_800);
  await clock.advance(200);
  expect(source.dirty()).toEqual([]);
});

test('a commit that nobody told of is found within five seconds', async () => {
  const { clock, source, publisher, relay } = openRelay();
  publisher.online('ana');
  relay.start();
  await clock.settle();
  source.commitUntold(['ana']);
  await clock.advance(4_999);
  expect(publisher.told('ana')).toEqual([]);
  await clock.advance(1);
  expect(publisher.told('ana')).toEqual(['0→1']);
});

test('what was just published is not read again by a sweep', async () => {
  const { clock, source, publisher, relay } = openRelay();
  publisher.online('ana');
  source.commit('ana');
  await clock.settle();
  relay.start();
  await clock.settle();
  expect(source.calls.pendingEvent).toBe(1);
  expect(publisher.told('ana')).toEqual(['0→1']);
});

test('the oldest that waits is told with when it was committed, until it is published', async () => {
  const { clock, source, publisher, relay } = openRelay();
  publisher.online('ana', 'ben');
  expect(relay.oldestSince()).toBe(null);
  publisher.goDown();
  const committed = clock.now();
  source.commit('ana');
  await clock.advance(30_000);
  source.commit('ben');
  await clock.advance(30_000);
  expect(relay.oldestSince()).toBe(committed);
  publisher.comeBack();
  await clock.advance(60_000);
  expect(publisher.told('ana')).toEqual(['0→1']);
  expect(relay.oldestSince()).toBe(null);
});
