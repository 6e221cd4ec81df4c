import { expect, test } from 'vitest';
import { createManualClock } from '@/lib/realtime/testing/manual-clock';
import type { Answer, Request } from './request';
import { createRoundTrips, type RoundTrip } from './round-trip';
import { createFakeLink } from './testing/fake-link';

const CHANNEL = 'private-user-u1';

/** Round trips whose connection, server and clock the test plays; started, and subscribed unless told otherwise. */
async function opened({ subscribed = true } = {}) {
  const link = createFakeLink();
  const clock = createManualClock();
  const asked: { path: string; method: string | undefined; viewerId: string | undefined }[] = [];
  const waiting: ((answer: Answer<unknown>) => void)[] = [];
  const request: Request = async (path, { method, viewerId, schema }) => {
    asked.push({ path, method, viewerId });
    const answer = await new Promise<Answer<unknown>>((give) => waiting.push(give));
    if (!answer.ok) return answer;
    const parsed = schema.safeParse(answer.value);
    if (!parsed.success) throw new Error('This is no answer.');
    return { ok: true, value: parsed.data };
  };
  const trips = createRoundTrips({
    viewerId: 'u1',
    link: link.connect({ key: 'k', embedded: true, host: null, port: null, cluster: null, secure: null }),
    request,
    clock: { now: clock.now, after: clock.timers.after },
  });
  const stop = trips.start();
  if (subscribed) link.becomes('subscribed');
  const give = async (answer: Answer<unknown>) => {
    waiting.shift()?.(answer);
    await clock.settle();
  };
  return {
    trips,
    link,
    clock,
    stop,
    asked,
    now: (): RoundTrip => trips.getSnapshot(),
    answers: (nonce: string) => give({ ok: true, value: { nonce } }),
    refuses: (detail: string) =>
      give({ ok: false, problem: { code: 'unavailable', status: 503, detail, errors: [], facts: {} } }),
    event: (nonce: unknown, name = 'round-trip.made') => link.tells(CHANNEL, name, { v: 1, nonce }),
  };
}

test('the time is from the press to the event, and the request’s own beside it', async () => {
  const { trips, clock, now, answers, event, asked } = await opened();
  expect(now()).toEqual({ kind: 'none' });
  trips.make();
  expect(now()).toEqual({ kind: 'under-way' });
  await clock.advance(31);
  await answers('n1');
  expect(now()).toEqual({ kind: 'under-way' });
  await clock.advance(53);
  event('n1');
  expect(now()).toEqual({ kind: 'back', eventMs: 84, requestMs: 31 });
  expect(asked).toEqual([{ path: '/api/realtime/round-trips', method: 'POST', viewerId: 'u1' }]);
  expect(clock.sleeping()).toBe(0);
});

test('an event that overtakes the answer counts from when it came', async () => {
  const { trips, clock, now, answers, event } = await opened();
  trips.make();
  await clock.advance(12);
  event('n1');
  expect(now()).toEqual({ kind: 'under-way' });
  await clock.advance(8);
  await answers('n1');
  expect(now()).toEqual({ kind: 'back', eventMs: 12, requestMs: 20 });
});

test('another window’s event, another kind and one that cannot be read are not ours', async () => {
  const { trips, clock, now, answers, event } = await opened();
  trips.make();
  await answers('mine');
  event('theirs');
  event('mine', 'inbox.changed');
  event(7);
  expect(now()).toEqual({ kind: 'under-way' });
  await clock.advance(5);
  event('mine');
  expect(now()).toMatchObject({ kind: 'back', eventMs: 5 });
});

test('an event of an earlier round trip is not taken for this one', async () => {
  const { trips, clock, now, answers, event } = await opened();
  trips.make();
  await answers('first');
  await clock.advance(5_000);
  trips.make();
  event('first');
  await answers('second');
  expect(now()).toEqual({ kind: 'under-way' });
  event('second');
  expect(now()).toMatchObject({ kind: 'back' });
});

test('what came in earlier round trips takes no room from later ones', async () => {
  const { trips, now, answers, event } = await opened();
  for (let i = 0; i < 25; i++) {
    trips.make();
    await answers(`n${i}`);
    event(`n${i}`);
    expect(now()).toMatchObject({ kind: 'back' });
  }
});

test('the late answer of one that was given up does not decide the next', async () => {
  const { trips, clock, now, refuses, answers, event } = await opened();
  trips.make();
  await clock.advance(5_000);
  trips.make();
  await refuses('This is about the first.');
  expect(now()).toEqual({ kind: 'under-way' });
  await answers('second');
  event('second');
  expect(now()).toMatchObject({ kind: 'back' });
});

test('a refused request is the way there', async () => {
  const { trips, now, refuses, clock } = await opened();
  trips.make();
  await refuses('The realtime service did not take the event.');
  expect(now()).toMatchObject({
    kind: 'refused',
    problem: { detail: 'The realtime service did not take the event.' },
  });
  expect(clock.sleeping()).toBe(0);
});

test('a request without an answer is given up after five seconds, and its late answer changes nothing', async () => {
  const { trips, now, clock, answers } = await opened();
  trips.make();
  await clock.advance(4_999);
  expect(now()).toEqual({ kind: 'under-way' });
  await clock.advance(1);
  expect(now()).toMatchObject({ kind: 'refused', problem: { code: 'timeout' } });
  await answers('n1');
  expect(now()).toMatchObject({ kind: 'refused' });
});

test('an answer without an event for five seconds is the way back', async () => {
  const { trips, now, clock, answers } = await opened();
  trips.make();
  await clock.advance(20);
  await answers('n1');
  await clock.advance(4_979);
  expect(now()).toEqual({ kind: 'under-way' });
  await clock.advance(1);
  expect(now()).toEqual({ kind: 'lost', requestMs: 20 });
});

test('a page that is not connected says so as soon as the request is answered', async () => {
  const { trips, now, clock, answers } = await opened({ subscribed: false });
  trips.make();
  await clock.advance(20);
  await answers('n1');
  expect(now()).toEqual({ kind: 'unconnected', requestMs: 20 });
});

test('a connection that breaks on the way is not called a lost event', async () => {
  const { trips, now, clock, answers, link } = await opened();
  trips.make();
  await answers('n1');
  link.becomes('connecting');
  expect(now()).toEqual({ kind: 'unconnected', requestMs: 0 });
  trips.make();
  link.becomes('subscribed');
  await answers('n2');
  await clock.advance(5_000);
  expect(now()).toEqual({ kind: 'unconnected', requestMs: 0 });
});

test('a page that connects on the way still sees its event', async () => {
  const { trips, now, answers, event, link } = await opened({ subscribed: false });
  trips.make();
  link.becomes('subscribed');
  await answers('n1');
  event('n1');
  expect(now()).toMatchObject({ kind: 'back' });
});

test('one at a time', async () => {
  const { trips, asked, answers, event } = await opened();
  trips.make();
  trips.make();
  expect(asked).toHaveLength(1);
  await answers('n1');
  event('n1');
  trips.make();
  expect(asked).toHaveLength(2);
});

test('leaving the page ends it and the listening, and leaves no timer', async () => {
  const { trips, stop, link, clock, now, answers } = await opened();
  trips.make();
  expect(link.channels()).toEqual([CHANNEL]);
  stop();
  expect([now(), link.channels(), clock.sleeping()]).toEqual([{ kind: 'none' }, [], 0]);
  await answers('n1');
  expect(now()).toEqual({ kind: 'none' });
});

test('what others publish on the channel fills nothing', async () => {
  const { trips, now, answers, event } = await opened();
  trips.make();
  for (let i = 0; i < 20; i++) event(`theirs${i}`);
  event('mine');
  await answers('mine');
  // What does not fit is lost: the test then fails, which is the safe side.
  expect(now()).toEqual({ kind: 'under-way' });
});
