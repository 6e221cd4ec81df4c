import { expect, test } from 'vitest';
import type { Verdict } from './channel-authorizer';
import { openConnection } from './testing/open-connection';

/** Half of the first ceiling of half a second. */
const FIRST_WAIT_MS = 250;

test('a refused channel is told so, is not asked for again, and harms no other', async () => {
  const { pusher, clock, listen, turn, up, verdictIs } = openConnection();
  verdictIs(async (channel) => (channel === 'a' ? { kind: 'refused' } : { kind: 'granted', auth: 'signed' }));
  const a = listen('a');
  const b = listen('b');
  await up('b');
  expect(a.states.at(-1)).toBe('refused');
  expect(pusher.channels()).toEqual(['b']);
  expect(pusher.state()).toBe('connected');
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

test('signed out by the page, everybody is told and nothing comes back', async () => {
  const { pusher, connection, clock, listen, up } = openConnection();
  const a = listen('a');
  await up('a');
  connection.signOut();
  expect(a.states.at(-1)).toBe('signed-out');
  await clock.advance(60_000);
  expect(pusher.connects()).toBe(1);
  expect(pusher.state()).toBe('disconnected');
  connection.close();
  connection.signOut();
  expect(a.states.filter((state) => state === 'signed-out')).toHaveLength(1);
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
