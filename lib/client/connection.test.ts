import { expect, test } from 'vitest';
import type { Verdict } from './channel-authorizer';
import { openConnection } from './testing/open-connection';

/** Half of the first ceiling of half a second. */
const FIRST_WAIT_MS = 250;

test('nothing is loaded or opened until somebody listens, and then once', async () => {
  const { pusher, listen, turn } = openConnection();
  await turn();
  expect(pusher.opens()).toBe(0);
  listen('a');
  listen('b');
  await turn();
  expect(pusher.opens()).toBe(1);
  expect(pusher.connects()).toBe(1);
  expect(pusher.channels()).toEqual(['a', 'b']);
});

test('a channel is connecting until the server confirms it', async () => {
  const { pusher, listen, turn } = openConnection();
  const a = listen('a');
  expect(a.states).toEqual([]);
  await turn();
  pusher.connected();
  await turn();
  expect(a.states).toEqual(['connecting']);
  pusher.confirms('a');
  expect(a.states).toEqual(['connecting', 'subscribed']);
});

test('events reach the listeners of their channel; those of the protocol reach nobody', async () => {
  const { pusher, listen, up } = openConnection();
  const a = listen('a');
  const b = listen('b');
  await up('a', 'b');
  pusher.tells('a', 'inbox.changed', { seq: 1 });
  pusher.tells('a', 'pusher:subscription_count', {});
  expect(a.events).toEqual([['inbox.changed', { seq: 1 }]]);
  expect(b.events).toEqual([]);
});

test('whoever joins later shares the subscription, and is told how things stand', async () => {
  const { pusher, listen, up, turn } = openConnection();
  listen('a');
  await up('a');
  const late = listen('a');
  expect(late.states).toEqual([]);
  await turn();
  expect(late.states).toEqual(['subscribed']);
  expect(pusher.asked()).toHaveLength(1);
});

test('a channel that is wanted later is subscribed on the open line', async () => {
  const { pusher, listen, up, turn } = openConnection();
  listen('a');
  await up('a');
  const b = listen('b');
  await turn();
  pusher.confirms('b');
  await turn();
  expect(b.states.at(-1)).toBe('subscribed');
  expect(pusher.connects()).toBe(1);
});

test('the last listener to leave takes the subscription along', async () => {
  const { pusher, listen, up } = openConnection();
  const first = listen('a');
  const second = listen('a');
  await up('a');
  first.stop();
  first.stop();
  expect(pusher.channels()).toEqual(['a']);
  pusher.tells('a', 'x', 1);
  expect(first.events).toEqual([]);
  expect(second.events).toEqual([['x', 1]]);
  second.stop();
  expect(pusher.channels()).toEqual([]);
});

test('whoever leaves at once is told nothing', async () => {
  const { listen, up } = openConnection();
  listen('b');
  const a = listen('a');
  a.stop();
  await up('b');
  expect(a.states).toEqual([]);
});

test('a channel left and joined again in one turn is not told what the old one is', async () => {
  const { pusher, listen, up, turn } = openConnection();
  const before = listen('a');
  await up('a');
  before.stop();
  const after = listen('a');
  await turn();
  expect(after.states).toEqual(['connecting']);
  pusher.confirms('a');
  pusher.tells('a', 'x', 1);
  expect(after.states.at(-1)).toBe('subscribed');
  expect(after.events).toEqual([['x', 1]]);
  expect(before.events).toEqual([]);
});

test('a broken line is told at once, and taken over from pusher-js in a turn of its own', async () => {
  const { pusher, listen, up, turn } = openConnection();
  const a = listen('a');
  await up('a');
  pusher.breaks();
  expect(a.states.at(-1)).toBe('connecting');
  expect(pusher.state()).toBe('connected');
  await turn();
  expect(pusher.state()).toBe('disconnected');
});

test('it comes back after a random wait, and nobody has seen it down', async () => {
  const { pusher, clock, listen, up } = openConnection();
  const a = listen('a');
  await up('a');
  pusher.breaks();
  await clock.advance(FIRST_WAIT_MS - 1);
  expect(pusher.connects()).toBe(1);
  await clock.advance(1);
  expect(pusher.connects()).toBe(2);
  await up('a');
  await clock.advance(5_000);
  expect(a.states).toEqual(['connecting', 'subscribed', 'connecting', 'subscribed']);
});

test('what people would notice is called down, until it is subscribed again', async () => {
  const { pusher, clock, listen, up } = openConnection();
  const a = listen('a');
  await up('a');
  pusher.breaks();
  await clock.advance(1_999);
  expect(a.states.at(-1)).toBe('connecting');
  await clock.advance(1);
  expect(a.states.at(-1)).toBe('down');
  await up('a');
  expect(a.states).toEqual(['connecting', 'subscribed', 'connecting', 'down', 'subscribed']);
});

test('a page that begins without a line is down after two seconds', async () => {
  const { clock, listen } = openConnection();
  const a = listen('a');
  await clock.advance(2_000);
  expect(a.states).toEqual(['connecting', 'down']);
});

test('a refused channel is told so, is not asked for again, and harms no other', async () => {
  const { pusher, clock, listen, turn, up, verdictIs } = openConnection();
  verdictIs(async (channel) => (channel === 'a' ? { kind: 'refused' } : { kind: 'granted', auth: 'signed' }));
  const a = listen('a');
  const b = listen('b');
  await up('b');
  expect(a.states.at(-1)).toBe('refused');
  expect(pusher.channels()).toEqual(['b']);
  pusher.breaks();
  await clock.advance(FIRST_WAIT_MS);
  await up('b');
  await clock.advance(20_000);
  expect(a.states).toEqual(['connecting', 'refused']);
  expect(b.states.at(-1)).toBe('subscribed');
  expect(pusher.asked().filter(({ channelName }) => channelName === 'a')).toHaveLength(1);
  const late = listen('a');
  await turn();
  expect(late.states).toEqual(['refused']);
});

test('an authorisation that failed is asked for again on a new socket', async () => {
  const { pusher, clock, listen, up, turn, verdictIs } = openConnection();
  verdictIs('failed');
  const a = listen('a');
  await turn();
  pusher.connected();
  await turn();
  expect(pusher.state()).toBe('disconnected');
  verdictIs('granted');
  await clock.advance(FIRST_WAIT_MS);
  await up('a');
  expect(a.states.at(-1)).toBe('subscribed');
  expect(pusher.asked().map(({ socketId }) => socketId)).toEqual(['1.1', '2.1']);
});

test('a signature that the service itself refuses is tried again on a new socket', async () => {
  const { pusher, clock, listen, up } = openConnection();
  const a = listen('a');
  await up();
  pusher.tells('a', 'pusher:subscription_error', { status: 401 });
  await clock.advance(0);
  expect(pusher.state()).toBe('disconnected');
  await clock.advance(FIRST_WAIT_MS);
  await up('a');
  expect(a.states.at(-1)).toBe('subscribed');
});

test('a subscription that nobody confirms for ten seconds is asked for on a new socket', async () => {
  const { pusher, clock, listen, up } = openConnection();
  const a = listen('a');
  await up();
  await clock.advance(9_999);
  expect(pusher.state()).toBe('connected');
  await clock.advance(1);
  expect(pusher.state()).toBe('disconnected');
  expect(a.states.at(-1)).toBe('down');
  await clock.advance(FIRST_WAIT_MS);
  await up('a');
  await clock.advance(60_000);
  expect(a.states.at(-1)).toBe('subscribed');
  expect(pusher.connects()).toBe(2);
});

test('a channel that is wanted later is not waited for longer either', async () => {
  const { pusher, clock, listen, up } = openConnection();
  listen('a');
  await up('a');
  listen('b');
  await clock.advance(10_000);
  expect(pusher.state()).toBe('disconnected');
});

test('signed out, everybody is told and nothing comes back', async () => {
  const { pusher, connection, clock, listen, turn, verdictIs } = openConnection();
  verdictIs('signed-out');
  const a = listen('a');
  const b = listen('b');
  await turn();
  pusher.connected();
  await turn();
  expect(a.states.at(-1)).toBe('signed-out');
  expect(b.states.at(-1)).toBe('signed-out');
  expect(connection.isOver()).toBe(true);
  connection.retry();
  const late = listen('c');
  await clock.advance(60_000);
  expect(late.states).toEqual(['signed-out']);
  expect(pusher.connects()).toBe(1);
  expect(pusher.state()).toBe('disconnected');
});

test('an authorisation for a socket that is gone is dropped', async () => {
  const { pusher, clock, listen, turn, up, verdictIs } = openConnection();
  const verdicts: ((verdict: Verdict) => void)[] = [];
  verdictIs(() => new Promise((resolve) => verdicts.push(resolve)));
  const a = listen('a');
  await turn();
  pusher.connected();
  await turn();
  pusher.breaks();
  await clock.advance(FIRST_WAIT_MS);
  await up();
  expect(verdicts).toHaveLength(2);
  verdicts[0]?.({ kind: 'refused' });
  await turn();
  expect(pusher.asked().map(({ answered }) => answered)).toEqual([false, false]);
  verdicts[1]?.({ kind: 'granted', auth: 'signed' });
  await turn();
  expect(pusher.asked().map(({ answered }) => answered)).toEqual([false, true]);
  pusher.confirms('a');
  expect(a.states.at(-1)).toBe('subscribed');
});

test('a verdict for a channel that was left meanwhile harms nobody', async () => {
  const { pusher, listen, turn, verdictIs } = openConnection();
  let decide: (verdict: Verdict) => void = () => {};
  verdictIs(() => new Promise((resolve) => (decide = resolve)));
  const a = listen('a');
  const b = listen('b');
  await turn();
  pusher.connected();
  b.stop();
  await turn();
  decide({ kind: 'refused' });
  await turn();
  expect(pusher.state()).toBe('connected');
  expect(a.states).toEqual(['connecting']);
});

test('an attempt that takes too long is given up and repeated', async () => {
  const { pusher, clock, listen, up } = openConnection();
  const a = listen('a');
  await clock.advance(4_999);
  expect(pusher.state()).toBe('connecting');
  await clock.advance(1);
  expect(pusher.state()).toBe('disconnected');
  await clock.advance(FIRST_WAIT_MS);
  expect(pusher.connects()).toBe(2);
  await up('a');
  expect(a.states.at(-1)).toBe('subscribed');
});

test('code that cannot be loaded is loaded again', async () => {
  const { pusher, clock, listen, up } = openConnection();
  pusher.loadsBy(async () => {
    throw new Error('no line');
  });
  const a = listen('a');
  await clock.advance(5_000);
  pusher.loadsBy(async () => {});
  await clock.advance(FIRST_WAIT_MS);
  expect(pusher.opens()).toBe(2);
  await up('a');
  expect(a.states.at(-1)).toBe('subscribed');
});

test('code that loads for longer than an attempt is loaded once', async () => {
  const { pusher, clock, listen, up } = openConnection();
  let loaded = () => {};
  pusher.loadsBy(() => new Promise((resolve) => (loaded = resolve)));
  const a = listen('a');
  await clock.advance(12_000);
  expect(pusher.opens()).toBe(1);
  loaded();
  await up('a');
  expect(a.states.at(-1)).toBe('subscribed');
});

test('closed while its code is loading, it opens nothing', async () => {
  const { pusher, connection, clock, listen } = openConnection();
  let loaded = () => {};
  pusher.loadsBy(() => new Promise((resolve) => (loaded = resolve)));
  const a = listen('a');
  await clock.advance(0);
  connection.close();
  loaded();
  await clock.advance(60_000);
  expect(pusher.connects()).toBe(0);
  expect(pusher.state()).toBe('disconnected');
  expect(connection.isOver()).toBe(true);
  expect(a.states).toEqual(['connecting']);
});

test('closed, it lets go of the line and of every timer, and says nothing', async () => {
  const { pusher, connection, clock, listen, up } = openConnection();
  const a = listen('a');
  await up('a');
  pusher.breaks();
  connection.close();
  await clock.advance(60_000);
  expect(pusher.state()).toBe('disconnected');
  expect(pusher.connects()).toBe(1);
  expect(a.states).toEqual(['connecting', 'subscribed', 'connecting']);
  expect(clock.sleeping()).toBe(0);
});

test('whoever is in a hurry connects now instead of waiting; a line that stands is left alone', async () => {
  const { pusher, connection, listen, up, turn } = openConnection();
  connection.retry();
  expect(pusher.opens()).toBe(0);
  listen('a');
  await up('a');
  connection.retry();
  expect(pusher.connects()).toBe(1);
  pusher.breaks();
  connection.retry();
  expect(pusher.connects()).toBe(1);
  await turn();
  connection.retry();
  expect(pusher.connects()).toBe(2);
});
