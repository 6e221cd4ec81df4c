import { expect, onTestFinished, test } from 'vitest';
import { AppError } from '@/lib/errors';
import { type EventReader, readEvents } from './testing/event-reader';
import { EPOCH, openStreams } from './testing/open-streams';

const said = ({ events }: EventReader) =>
  events.slice(1).map(({ name, id }) => (id ? `${name} ${id}` : name));

test('each commit is told as it happens, those of one turn together, and only to whom it concerns', async () => {
  const { open, commit, clock, calls } = openStreams();
  const [ana, ben] = [await open('ana'), await open('ben')];
  await clock.settle();
  calls.sync = 0;
  commit('ana');
  commit('ana');
  await clock.settle();
  expect(said(ana)).toEqual(['inbox.tip', 'inbox.changed e.2']);
  expect(ana.events[2]?.data).toMatchObject({ from: 0, seq: 2, counts: { unread: 2 } });
  expect(said(ben)).toEqual(['inbox.tip']);
  expect(calls.sync).toBe(1);
});

test('what is committed while the first sync runs is neither missed nor told twice', async () => {
  const { open, commit, change, store, clock } = openStreams();
  change('ana', 3);
  store.during = () => {
    store.during = () => {};
    commit('ana');
  };
  const ana = await open('ana');
  await clock.settle();
  expect(said(ana)).toEqual(['inbox.changed e.3', 'inbox.tip', 'inbox.changed e.4']);
});

test('what is committed while a slow read is under way, the first or a later one, is read after it', async () => {
  const { open, commit, store, clock } = openStreams();
  const hold = () => {
    const held = { release: () => {} };
    const until = new Promise<void>((resolve) => {
      held.release = resolve;
    });
    store.during = () => until;
    return held;
  };
  const first = hold();
  const opening = open('ana');
  await clock.settle();
  // The read has looked at the log already; this comes after what it saw.
  commit('ana');
  await clock.settle();
  first.release();
  const ana = await opening;
  await clock.settle();
  expect(said(ana)).toEqual(['inbox.changed e.1', 'inbox.tip']);
  const later = hold();
  commit('ana');
  await clock.settle();
  commit('ana');
  await clock.settle();
  later.release();
  await clock.settle();
  expect(said(ana).slice(2)).toEqual(['inbox.changed e.2', 'inbox.changed e.3']);
});

test('everybody hears a sign of life each 15 s, with one timer for all, and none is left when they are gone', async () => {
  const { open, clock, streams } = openStreams();
  const readers = [await open('ana'), await open('ana'), await open('ben')];
  await clock.settle();
  expect(clock.sleeping()).toBe(1);
  await clock.advance(14_000);
  expect(readers.map(({ events }) => events.length)).toEqual([2, 2, 2]);
  await clock.advance(1_500);
  for (const { events } of readers)
    expect(events[2]).toEqual({ name: 'inbox.tip', data: { epoch: 'e', seq: 0 } });
  await clock.advance(45_500);
  expect(readers.map(({ events }) => events.length)).toEqual([6, 6, 6]);
  for (const { leave } of readers) await leave();
  await clock.advance(1_000);
  expect([streams.size(), streams.users(), clock.sleeping()]).toEqual([0, [], 0]);
});

test('a commit that nobody told of is found by the next beat', async () => {
  const { open, change, clock } = openStreams();
  const ana = await open('ana');
  change('ana');
  await clock.advance(14_000);
  expect(said(ana)).toEqual(['inbox.tip']);
  await clock.advance(2_000);
  expect(said(ana)).toEqual(['inbox.tip', 'inbox.tip', 'inbox.changed e.1']);
});

test('more than fits one event is told in parts, which say when they have come to their end', async () => {
  const { open, commit, clock } = openStreams();
  const ana = await open('ana');
  await clock.settle();
  for (const count of [45, 3]) {
    commit('ana', count);
    await clock.settle();
  }
  const changed = ana.events.filter(({ name }) => name === 'inbox.changed');
  expect(changed.map(({ data }) => [data?.seq, data?.part])).toEqual([
    [20, 'more'],
    [40, 'more'],
    [45, 'last'],
    [48, undefined],
  ]);
});

test('a reader who does not read costs a bounded buffer, no work, and is cut; others do not notice', async () => {
  const { streams, commit, open, clock, calls, logger } = openStreams();
  const viewer = { id: 'ana', sessionId: 's', authVersion: 1, role: 'member' };
  const slow = await streams.open({ viewer, cursor: { epoch: EPOCH, seq: 0 }, page: null });
  const quick = await open('ana');
  for (let at = 0; at < 40; at++) {
    commit('ana', 20);
    await clock.settle();
  }
  expect(said(quick)).toHaveLength(41);
  expect(calls.sync).toBeLessThan(2 + 40 + 5);
  await clock.advance(15_500);
  expect(streams.size()).toBe(2);
  await clock.advance(15_500);
  expect(streams.size()).toBe(1);
  const late = readEvents(slow);
  expect(await late.over).toBe('cut');
  expect(logger.lines).toEqual([]);
  expect(quick.state()).toBe('reading');
});

test('a reader who was slow is told the rest, all of it and once, when there is room', async () => {
  const { streams, commit, clock } = openStreams();
  const viewer = { id: 'ana', sessionId: 's', authVersion: 1, role: 'member' };
  const readable = await streams.open({ viewer, cursor: { epoch: EPOCH, seq: 0 }, page: null });
  for (let at = 0; at < 10; at++) {
    commit('ana', 20);
    await clock.settle();
  }
  const late = readEvents(readable);
  for (let turn = 0; turn < 20; turn++) await clock.settle();
  const seqs = late.events.flatMap(({ data }) =>
    (data?.changes ?? []).map(({ seq }: { seq: number }) => seq),
  );
  expect(seqs).toEqual(Array.from({ length: 200 }, (_, at) => at + 1));
});

test('a busy store is tried again by one for all, at growing intervals, and nothing is lost', async () => {
  const { open, commit, clock, store, calls, logger } = openStreams();
  const readers: EventReader[] = [];
  for (let at = 0; at < 50; at++) readers.push(await open(`u${at}`));
  store.failure = new AppError('unavailable', 'The database is busy.');
  for (let at = 0; at < 50; at++) commit(`u${at}`);
  await clock.settle();
  calls.sync = 0;
  await clock.advance(10_000);
  expect(calls.sync).toBeLessThan(10);
  store.failure = null;
  await clock.advance(2_000);
  for (const reader of readers) expect(said(reader)).toEqual(['inbox.tip', 'inbox.changed e.1']);
  expect(logger.lines).toEqual([
    'warn Event streams cannot be read on; trying again',
    'info Event streams can be read on again',
  ]);
});

test('one inbox that cannot be read ends its own stream, which comes back and is refused', async () => {
  const { open, commit, clock, store, streams, logger } = openStreams();
  const [ana, ben] = [await open('ana'), await open('ben')];
  store.during = (userId) => {
    if (userId === 'ana') throw new Error('a row cannot be read');
  };
  commit('ana');
  commit('ben');
  await clock.settle();
  expect([ana.state(), ben.state()]).toEqual(['ended', 'reading']);
  expect(said(ben)).toEqual(['inbox.tip', 'inbox.changed e.1']);
  expect(logger.lines).toEqual(['error An event stream could not be read on']);
  await expect(open('ana')).rejects.toThrow('a row cannot be read');
  expect(streams.size()).toBe(1);
});

test('there is room for so many in all; what is beyond is refused for a while', async () => {
  const { open, streams } = openStreams({ maxStreams: 3 });
  const [first] = [await open('a'), await open('b'), await open('c')];
  await expect(open('d')).rejects.toMatchObject({ code: 'unavailable', facts: { retryAfterSeconds: 15 } });
  await first.leave();
  await open('d');
  expect(streams.size()).toBe(3);
});

test('a thousand streams that come and go leave nothing behind', async () => {
  const { open, commit, clock, streams } = openStreams();
  for (let round = 0; round < 100; round++) {
    const readers = await Promise.all(Array.from({ length: 10 }, () => open('ana', null)));
    expect(streams.size()).toBe(10);
    commit('ana');
    if (round % 2 === 0) await clock.settle();
    await Promise.all(readers.map(({ leave }) => leave()));
    expect(streams.size()).toBe(0);
  }
  await clock.advance(3_000);
  expect([streams.users(), streams.sessions.sessions().size, clock.sleeping()]).toEqual([[], 0, 0]);
});

test('when the process stops, streams end over a second and a half, and none is opened', async () => {
  const { open, clock, streams } = openStreams({ random: () => 0.5 });
  const readers = [await open('ana'), await open('ben')];
  let stopped = false;
  const stopping = streams.stop().then(() => {
    stopped = true;
  });
  await expect(open('carla')).rejects.toMatchObject({ code: 'unavailable' });
  await clock.advance(749);
  expect([stopped, streams.size()]).toEqual([false, 2]);
  await clock.advance(1);
  await stopping;
  for (const reader of readers) {
    expect(await reader.over).toBe('ended');
    expect(said(reader)).toEqual(['inbox.tip']);
  }
  await clock.advance(5_000);
  expect(clock.sleeping()).toBe(0);
});

test('a last word that is not taken is not waited for beyond two seconds', async () => {
  const { streams, clock } = openStreams();
  const viewer = { id: 'ana', sessionId: 's', authVersion: 1, role: 'member' };
  const readable = await streams.open({ viewer, cursor: null, page: null });
  onTestFinished(() => readable.cancel().catch(() => undefined));
  streams.closeSession('s');
  expect(streams.size()).toBe(0);
  await clock.advance(2_000);
  expect(await readEvents(readable).over).toBe('cut');
});
