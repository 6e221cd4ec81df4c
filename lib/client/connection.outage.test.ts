import { expect, test } from 'vitest';
import { createManualClock } from '@/lib/realtime/testing/manual-clock';
import type { Verdict } from './channel-authorizer';
import { createConnection } from './connection';
import type { ChannelState } from './link';
import { createPusherLine } from './testing/pusher-line';

const MINE = 'private-user-ana';

/** A connection over a faked pusher-js; `random` decides how lucky the waits are. */
function setUp({
  random = () => 0.5,
  loads = () => true,
  connectMs = 30,
}: {
  random?: () => number;
  loads?: () => boolean | Promise<boolean>;
  connectMs?: number;
} = {}) {
  const clock = createManualClock();
  const timed = { now: clock.now, after: clock.timers.after };
  const pusher = createPusherLine(timed, { loads, connectMs });
  const asked: string[] = [];
  const verdicts: { next: Verdict | Promise<Verdict> } = { next: { kind: 'granted', auth: 'key:signature' } };
  const connection = createConnection({
    open: pusher.open,
    authorize: async (socketId, channel) => {
      asked.push(`${socketId} ${channel}`);
      return verdicts.next;
    },
    clock: timed,
    random,
  });
  const listen = (channel = MINE) => {
    const states: ChannelState[] = [];
    const events: unknown[] = [];
    const stop = connection.listen(channel, {
      onState: (state) => states.push(state),
      onEvent: (name, data) => events.push([name, data]),
    });
    return { states, events, stop };
  };
  return { clock, pusher, asked, verdicts, connection, listen };
}

test('what the service says of a channel that was left concerns nobody', async () => {
  const { clock, pusher, listen } = setUp();
  const mine = listen();
  await clock.advance(100);
  pusher.subscriptions('ignored');
  listen('private-broadcast-1').stop();
  await clock.advance(100);

  pusher.send('private-broadcast-1', 'pusher:subscription_error', { status: 401 });
  await clock.advance(2_000);

  expect(pusher.sockets()).toBe(1);
  expect(mine.states.at(-1)).toBe('subscribed');
});

test('after a break pusher-js is silenced, so that its own return a second later disturbs nothing', async () => {
  const { clock, pusher, listen } = setUp({ random: () => 0.1 });
  const mine = listen();
  await clock.advance(100);
  pusher.breakLine();
  await clock.advance(10_000);

  expect(mine.states.at(-1)).toBe('subscribed');
  expect(pusher.sockets()).toBe(2);
});

test('a close for good is not the end of it', async () => {
  const { clock, pusher, listen } = setUp();
  const mine = listen();
  await clock.advance(100);

  pusher.refuseForGood();
  await clock.advance(2_000);

  expect(mine.states.at(-1)).toBe('subscribed');
});

test('what stays away for two seconds is called down, once', async () => {
  const { clock, pusher, listen } = setUp();
  const mine = listen();
  await clock.advance(100);
  mine.states.length = 0;

  pusher.answers(false);
  pusher.breakLine();
  await clock.advance(1_900);
  expect(mine.states).toEqual(['connecting']);
  await clock.advance(60_000);

  expect(mine.states).toEqual(['connecting', 'down']);
});

test.each([0, 0.25, 0.5, 0.75, 0.999])(
  'a server that was killed and answers a sync again has its people back within three seconds (luck %d)',
  async (luck) => {
    for (let outageMs = 100; outageMs <= 10_000; outageMs += 300) {
      const { clock, pusher, listen, connection } = setUp({ random: () => luck });
      const mine = listen();
      await clock.advance(100);
      pusher.answers(false);
      pusher.breakLine();
      await clock.advance(outageMs);
      expect(mine.states.at(-1)).not.toBe('subscribed');

      pusher.answers(true);
      await clock.advance(1_500);
      connection.retry();
      await clock.advance(1_500);

      expect(mine.states.at(-1)).toBe('subscribed');
    }
  },
);

test('in a long outage the attempts become rare', async () => {
  const { clock, pusher, listen } = setUp();
  listen();
  await clock.advance(100);
  pusher.answers(false);
  pusher.breakLine();
  await clock.advance(600_000);
  const before = pusher.calls().filter((call) => call === 'connect').length;

  await clock.advance(600_000);

  const attempts = pusher.calls().filter((call) => call === 'connect').length - before;
  expect(attempts).toBeGreaterThan(10);
  expect(attempts).toBeLessThan(40);
});

test('a slow line is given the time it needs', async () => {
  const { clock, listen } = setUp({ connectMs: 4_500 });
  const mine = listen();

  await clock.advance(4_600);

  expect(mine.states.at(-1)).toBe('subscribed');
});

test('a line slower than the first attempts connects in the end', async () => {
  const { clock, listen } = setUp({ connectMs: 9_000 });
  const mine = listen();

  await clock.advance(60_000);

  expect(mine.states.at(-1)).toBe('subscribed');
});

test('a page whose code took long to load is back as quickly as any other', async () => {
  let arrive: (there: boolean) => void = () => {};
  const loaded = new Promise<boolean>((resolve) => {
    arrive = resolve;
  });
  const { clock, pusher, listen } = setUp({ loads: () => loaded });
  const mine = listen();
  await clock.advance(4_500);
  arrive(true);
  await clock.advance(100);
  expect(mine.states.at(-1)).toBe('subscribed');

  pusher.answers(false);
  pusher.breakLine();
  await clock.advance(1_000);
  pusher.answers(true);
  await clock.advance(3_000);

  expect(mine.states.at(-1)).toBe('subscribed');
});
