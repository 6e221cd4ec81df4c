import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AppError } from '@/lib/errors';
import type { InboxEvent } from '@/lib/inbox/stream';
import { userChannel } from './channels';
import { createRelay, type RelaySource } from './relay';
import { createFakePublisher } from './testing/fake-publisher';
import { createFakeSource } from './testing/fake-source';
import { createManualClock } from './testing/manual-clock';
import { createRecordingLog } from './testing/recording-log';

const PEOPLE = ['ana', 'ben', 'carla', 'dan'];

type Step =
  | { do: 'commit' | 'commit untold'; people: string[] }
  | { do: 'join' | 'leave'; person: string }
  | { do: 'fail'; method: keyof RelaySource }
  | { do: 'broadcast' | 'service down' | 'service lies' | 'heal' | 'crash' }
  | { do: 'wait'; ms: number };

const somebody = fc.constantFrom(...PEOPLE);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('commit' as const), people: fc.subarray(PEOPLE) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.nat(700) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('join', 'leave'), person: somebody }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('broadcast' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('heal' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('service down', 'service lies', 'crash') }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('commit untold' as const), people: fc.subarray(PEOPLE) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('fail' as const),
      method: fc.constantFrom('dirtyStreams', 'pendingEvent', 'markPublished', 'replay', 'logHead'),
    }),
  },
);

const plan = fc.record({
  steps: fc.array(step, { maxLength: 60 }),
  /** How long each call takes, over and over: the interleavings. */
  delays: fc.array(fc.nat(40), { minLength: 1, maxLength: 12 }),
  chances: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 8 }),
});
type Plan = typeof plan extends fc.Arbitrary<infer T> ? T : never;

/** A subscriber’s log: what it had synced up to when it joined, and every event it was offered since. */
type Subscriber = { seq: number; events: InboxEvent[] };

async function play({ steps, delays, chances }: Plan) {
  const clock = createManualClock();
  const source = createFakeSource();
  const publisher = createFakePublisher();
  const logger = createRecordingLog();
  const subscribers = new Map<string, Subscriber>();
  const problems: string[] = [];
  let disturbed = false;
  let lying = false;
  let calls = 0;
  source.join(...PEOPLE);

  const delay = () =>
    new Promise<void>((done) => clock.timers.after(delays[calls++ % delays.length] ?? 0, done));
  source.pauseWith(delay);

  function deliver(userId: string, event: InboxEvent): void {
    const subscriber = subscribers.get(userId);
    if (!subscriber) return;
    if (event.seq > source.head(userId))
      problems.push(`${userId} was told of ${event.seq} before its commit`);
    const before = subscriber.events.at(-1)?.seq ?? subscriber.seq;
    if (event.from > before) problems.push(`${userId} was at ${before} and given a gap from ${event.from}`);
    if (subscriber.events.length > 0 && !disturbed && event.seq <= before) {
      problems.push(`${userId} was told of ${event.seq} twice though nothing had failed`);
    }
    subscriber.events.push(event);
  }

  /** One life of the process. After the crash none of its calls comes back and none of its timers rings. */
  function boot() {
    let alive = true;
    const never = new Promise<never>(() => {});
    const living =
      <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
      async (...args: A): Promise<R> => {
        if (!alive) return never;
        const answer = await call(...args);
        return alive ? answer : never;
      };
    const relay = createRelay({
      source: {
        dirtyStreams: living(source.dirtyStreams),
        pendingEvent: living(source.pendingEvent),
        markPublished: living(source.markPublished),
        replay: living(source.replay),
        logHead: living(source.logHead),
      },
      publisher: {
        ...publisher,
        publish: living(async (event) => {
          await delay();
          if (!alive) return;
          await publisher.publish(event);
          if (event.channel.startsWith('private-user-')) {
            // Only inbox events are published there.
            deliver(event.channel.slice('private-user-'.length), event.data as InboxEvent);
          }
          if (lying) throw new Error('taken, and then the line broke');
        }),
        publishBatch: living(async (events) => {
          await delay();
          if (!alive) return;
          await publisher.publishBatch(events);
          for (const { channel, data } of events) {
            deliver(channel.slice('private-user-'.length), data as InboxEvent);
          }
          if (lying) throw new Error('taken, and then the line broke');
        }),
      },
      logger,
      now: clock.now,
      timers: {
        after: (ms, run) => clock.timers.after(ms, () => alive && run()),
        soon: (run) => clock.timers.soon(() => alive && run()),
      },
      random: () => chances[calls++ % chances.length] ?? 0,
    });
    source.listen(relay.moved);
    relay.start();
    return { relay, crash: () => (alive = false) };
  }

  function heal(): void {
    source.heal();
    publisher.comeBack();
    lying = false;
  }

  let life = boot();
  for (const one of steps) {
    if (one.do === 'commit') source.commit(one.people);
    if (one.do === 'commit untold') source.commitUntold(one.people);
    if (one.do === 'broadcast') source.broadcast();
    if (one.do === 'wait') await clock.advance(one.ms);
    if (one.do === 'heal') heal();
    if (one.do === 'join' && !subscribers.has(one.person)) {
      // Subscribe first, then sync.
      publisher.online(one.person);
      subscribers.set(one.person, { seq: source.sync(one.person), events: [] });
    }
    if (one.do === 'leave') {
      publisher.leave(userChannel(one.person));
      subscribers.delete(one.person);
    }
    if (one.do === 'fail' || one.do === 'service down' || one.do === 'service lies' || one.do === 'crash') {
      disturbed = true;
    }
    if (one.do === 'fail') source.fail(one.method, new AppError('unavailable', 'The database is busy.'));
    if (one.do === 'service down') publisher.goDown();
    if (one.do === 'service lies') lying = true;
    if (one.do === 'crash') {
      life.crash();
      life = boot();
    }
  }
  heal();
  await clock.advance(60_000);

  for (const [userId, { seq, events }] of subscribers) {
    const told = events.at(-1)?.seq ?? seq;
    if (told !== source.head(userId))
      problems.push(`${userId} was left at ${told} of ${source.head(userId)}`);
    if (!source.replayed(userId)) problems.push(`${userId} is online and was not replayed`);
  }
  for (const userId of source.dirty()) problems.push(`${userId} is still dirty`);
  const stopping = life.relay.stop();
  await clock.advance(5_000);
  await stopping;
  if (clock.sleeping() > 0 && !disturbed) problems.push('a timer is left after the stop');
  return problems;
}

test('whatever fails and whenever the process dies, everybody online is told everything, in order, without a gap', async () => {
  const rejections: unknown[] = [];
  const note = (reason: unknown) => rejections.push(reason);
  process.on('unhandledRejection', note);
  try {
    await fc.assert(
      fc.asyncProperty(plan, async (made) => {
        expect(await play(made)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  } finally {
    process.off('unhandledRejection', note);
  }
  expect(rejections).toEqual([]);
}, 120_000);
