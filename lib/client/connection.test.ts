import { expect, test } from 'vitest';
import { createManualClock } from '@/lib/realtime/testing/manual-clock';
import type { Verdict } from './channel-authorizer';
import { createConnection } from './connection';
import type { ChannelState } from './link';
import { createFakePusher } from './testing/fake-pusher';

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
  const pusher = createFakePusher(timed, { loads, connectMs });
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

test('it connects at the first listener, and says so when the channel is subscribed', async () => {
  const { clock, pusher, asked, listen } = setUp();
  expect(pusher.calls()).toEqual([]);

  const mine = listen();
  await clock.advance(100);

  expect(mine.states.at(-1)).toBe('subscribed');
  expect(asked).toEqual([`1.1 ${MINE}`]);
});

test('events reach the listeners of their channel, and nothing of the protocol does', async () => {
  const { clock, pusher, listen } = setUp();
  const mine = listen();
  const other = listen('private-broadcast-1');
  await clock.advance(100);

  pusher.send(MINE, 'inbox.changed', { v: 1 });
  pusher.send(MINE, 'pusher:cache_miss', {});

  expect(mine.events).toEqual([['inbox.changed', { v: 1 }]]);
  expect(other.events).toEqual([]);
});

test('two listeners of one channel share one subscription, and one may leave', async () => {
  const { clock, pusher, asked, listen } = setUp();
  const first = listen();
  await clock.advance(100);
  const second = listen();
  await clock.advance(100);
  expect(second.states).toEqual(['subscribed']);
  expect(asked).toHaveLength(1);

  first.stop();
  first.stop();
  pusher.send(MINE, 'inbox.changed', 1);

  expect(first.events).toEqual([]);
  expect(second.events).toHaveLength(1);
  second.stop();
  expect(pusher.calls().at(-1)).toBe(`unsubscribe ${MINE}`);
});

test('a channel that is left before it was confirmed, and listened to again, delivers once', async () => {
  const { clock, pusher, listen } = setUp();
  listen('private-broadcast-1');
  await clock.advance(100);
  listen().stop();
  const again = listen();
  await clock.advance(100);
  expect(again.states.at(-1)).toBe('subscribed');

  pusher.send(MINE, 'inbox.changed', 1);

  expect(again.events).toHaveLength(1);
});

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

test('a short break is told as connecting, and it is back without being called down', async () => {
  const { clock, pusher, listen } = setUp();
  const mine = listen();
  await clock.advance(100);
  mine.states.length = 0;

  pusher.breakLine();
  expect(mine.states).toEqual(['connecting']);
  await clock.advance(1_000);

  expect(mine.states).toEqual(['connecting', 'subscribed']);
  expect(pusher.sockets()).toBe(2);
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
  'a server that was killed and answers again has its people back within three seconds (luck %d)',
  async (luck) => {
    for (let outageMs = 100; outageMs <= 10_000; outageMs += 300) {
      const { clock, pusher, listen } = setUp({ random: () => luck });
      const mine = listen();
      await clock.advance(100);
      pusher.answers(false);
      pusher.breakLine();
      await clock.advance(outageMs);
      expect(mine.states.at(-1)).not.toBe('subscribed');

      pusher.answers(true);
      await clock.advance(3_000);

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

test('a hurry connects at once and disturbs nothing that stands', async () => {
  const { clock, pusher, connection, listen } = setUp({ random: () => 0.999 });
  const mine = listen();
  await clock.advance(100);
  connection.retry();
  await clock.advance(100);
  expect(pusher.sockets()).toBe(1);

  pusher.answers(false);
  pusher.breakLine();
  await clock.advance(120_000);
  pusher.answers(true);
  for (let tries = 0; tries < 200 && pusher.calls().at(-1) !== 'disconnect'; tries += 1)
    await clock.advance(100);
  connection.retry();
  await clock.advance(100);

  expect(mine.states.at(-1)).toBe('subscribed');
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

test('an authorisation that failed is asked for again', async () => {
  const { clock, verdicts, asked, listen } = setUp();
  verdicts.next = { kind: 'failed' };
  const mine = listen();
  await clock.advance(3_000);
  expect(asked.length).toBeGreaterThan(1);
  expect(mine.states.at(-1)).toBe('down');

  verdicts.next = { kind: 'granted', auth: 'key:signature' };
  await clock.advance(3_000);

  expect(mine.states.at(-1)).toBe('subscribed');
});

test('a subscription that the service itself refuses is tried on a new socket', async () => {
  const { clock, pusher, listen } = setUp();
  pusher.subscriptions('refused');
  const mine = listen();
  await clock.advance(3_000);
  expect(mine.states).not.toContain('subscribed');

  pusher.subscriptions('confirmed');
  await clock.advance(3_000);

  expect(mine.states.at(-1)).toBe('subscribed');
  expect(pusher.sockets()).toBeGreaterThan(1);
});

test('a subscription that nobody confirms is tried on a new socket after ten seconds', async () => {
  const { clock, pusher, listen } = setUp();
  pusher.subscriptions('ignored');
  const mine = listen();
  await clock.advance(9_900);
  expect(pusher.sockets()).toBe(1);

  pusher.subscriptions('confirmed');
  await clock.advance(2_000);

  expect(mine.states.at(-1)).toBe('subscribed');
  expect(pusher.sockets()).toBe(2);
});

test('a channel that is not ours is told so, and the others live on', async () => {
  const { clock, pusher, verdicts, asked, listen } = setUp();
  const mine = listen();
  await clock.advance(100);
  verdicts.next = { kind: 'refused' };
  const other = listen('private-broadcast-1');
  await clock.advance(60_000);

  expect(other.states.at(-1)).toBe('refused');
  expect(mine.states.at(-1)).toBe('subscribed');
  expect(asked).toHaveLength(2);
  expect(pusher.sockets()).toBe(1);
});

test('when the session has ended everybody is told and nothing is asked any more', async () => {
  const { clock, pusher, verdicts, asked, connection, listen } = setUp();
  const mine = listen();
  await clock.advance(100);
  verdicts.next = { kind: 'signed-out' };
  pusher.breakLine();
  await clock.advance(5_000);
  expect(mine.states.at(-1)).toBe('signed-out');
  expect(connection.isOver()).toBe(true);
  const before = asked.length;

  connection.retry();
  await clock.advance(600_000);

  expect(asked).toHaveLength(before);
  expect(pusher.isConnected()).toBe(false);
  expect(clock.sleeping()).toBe(0);
});

test('a signature for a socket that is gone is not sent on the next one', async () => {
  const { clock, pusher, verdicts, asked, listen } = setUp();
  let grant: (verdict: Verdict) => void = () => {};
  verdicts.next = new Promise((resolve) => {
    grant = resolve;
  });
  const mine = listen();
  await clock.advance(100);
  expect(asked).toEqual([`1.1 ${MINE}`]);
  verdicts.next = new Promise(() => {});
  pusher.breakLine();
  await clock.advance(1_000);
  expect(asked).toEqual([`1.1 ${MINE}`, `2.1 ${MINE}`]);

  grant({ kind: 'granted', auth: 'key:old' });
  await clock.advance(100);

  expect(mine.states).not.toContain('subscribed');
});

test('code that cannot be loaded is loaded later', async () => {
  let there = false;
  const { clock, listen } = setUp({ loads: () => there });
  const mine = listen();
  await clock.advance(3_000);
  expect(mine.states.at(-1)).toBe('down');

  there = true;
  await clock.advance(20_000);

  expect(mine.states.at(-1)).toBe('subscribed');
});

test('code that takes long to load is loaded once', async () => {
  let arrive: (there: boolean) => void = () => {};
  const loaded = new Promise<boolean>((resolve) => {
    arrive = resolve;
  });
  const { clock, pusher, listen } = setUp({ loads: () => loaded });
  const mine = listen();
  await clock.advance(20_000);
  arrive(true);
  await clock.advance(20_000);

  expect(mine.states.at(-1)).toBe('subscribed');
  expect(pusher.opened()).toBe(1);
});

test('closing leaves nothing behind', async () => {
  const { clock, pusher, connection, listen } = setUp();
  listen().stop();
  await clock.advance(100);

  connection.close();
  await clock.advance(100);

  expect(pusher.isConnected()).toBe(false);
  expect(clock.sleeping()).toBe(0);
});
