import { expect, test } from 'vitest';
import { createManualClock } from '@/lib/realtime/testing/manual-clock';
import { createPings } from './pings';

function pingsOf() {
  const clock = createManualClock();
  const seen = { sent: 0, dead: 0, tips: [] as unknown[] };
  const pings = createPings({
    send: () => {
      seen.sent += 1;
    },
    onDead: () => {
      seen.dead += 1;
    },
    onTip: (channel, tip) => seen.tips.push([channel, tip]),
    clock: { now: clock.now, after: clock.timers.after },
  });
  return { clock, pings, seen };
}
const pong = (data?: unknown) => ({ event: 'pusher:pong', data });

test('a line that answers is left alone, and asked once at a time', async () => {
  const { clock, pings, seen } = pingsOf();
  pings.ping();
  pings.ping();
  await clock.advance(4_999);
  pings.heard(pong({}));
  await clock.advance(60_000);
  expect(seen).toEqual({ sent: 1, dead: 0, tips: [] });
  expect(clock.sleeping()).toBe(0);
});

test('one that says nothing for five seconds is dead', async () => {
  const { clock, pings, seen } = pingsOf();
  pings.ping();
  await clock.advance(4_999);
  expect(seen.dead).toBe(0);
  await clock.advance(1);
  expect(seen.dead).toBe(1);
  await clock.advance(60_000);
  expect(seen.dead).toBe(1);
});

test('on a slow line the answer may stand behind other messages, for twenty seconds', async () => {
  const { clock, pings, seen } = pingsOf();
  pings.ping();
  for (let second = 0; second < 19; second += 1) {
    await clock.advance(1_000);
    pings.heard({ event: 'inbox.changed', channel: 'private-user-ana', data: {} });
  }
  expect(seen.dead).toBe(0);
  await clock.advance(1_000);
  expect(seen.dead).toBe(1);
});

test('the answer brings the tips of the channels', () => {
  const { pings, seen } = pingsOf();
  pings.ping();
  pings.heard(pong({ tips: { 'private-user-ana': { epoch: 'e1', seq: 12 } } }));
  expect(seen.tips).toEqual([['private-user-ana', { epoch: 'e1', seq: 12 }]]);
});

test.each([undefined, {}, '', { tips: null }, { tips: { a: { epoch: 'e', seq: -1 } } }, { tips: [] }])(
  'an answer with nothing of use in it is an answer: %j',
  async (data) => {
    const { clock, pings, seen } = pingsOf();
    pings.ping();
    pings.heard(pong(data));
    await clock.advance(60_000);
    expect(seen).toEqual({ sent: 1, dead: 0, tips: [] });
  },
);

test('a question that went with its line is not waited for', async () => {
  const { clock, pings, seen } = pingsOf();
  pings.ping();
  pings.stop();
  await clock.advance(60_000);
  expect(seen.dead).toBe(0);
  pings.ping();
  expect(seen.sent).toBe(2);
});
