import { expect, test } from 'vitest';
import { openConnection } from './testing/open-connection';

/** Half of the first ceiling of half a second. */
const FIRST_WAIT_MS = 250;

test.each([4000, 4001, 4004, 4009, 4099, 4100, 4200, 4201, 4302])(
  'closed with %d it comes back after a random wait, like after any loss',
  async (code) => {
    const { pusher, clock, listen, up } = openConnection();
    const a = listen('a');
    await up('a');
    pusher.closes(code);
    // In the same turn, before pusher-js does of itself what it makes of the code.
    expect(pusher.state()).toBe('disconnected');
    await clock.advance(FIRST_WAIT_MS - 1);
    expect(pusher.connects()).toBe(1);
    await clock.advance(1);
    expect(pusher.connects()).toBe(2);
    await up('a');
    expect(a.states).toEqual(['connecting', 'subscribed', 'connecting', 'subscribed']);
  },
);

test('an error that ends nothing disturbs nothing', async () => {
  const { pusher, clock, listen, up } = openConnection();
  const a = listen('a');
  await up('a');
  pusher.closes(4301);
  pusher.closes(200);
  await clock.advance(0);
  expect(pusher.state()).toBe('connected');
  expect(a.states.at(-1)).toBe('subscribed');
});

test('who is told that the connection is not authorised any more asks whether the session has ended', async () => {
  const { pusher, listen, up } = openConnection();
  const a = listen('a');
  await up('a');
  pusher.closes(4100);
  expect(a.events).toEqual([]);
  await up('a');
  pusher.closes(4009);
  expect(a.events).toEqual([['session.ended', null]]);
});

test('told that its person has another role it has every channel authorised anew on a new socket', async () => {
  const { pusher, clock, listen, up, verdictIs } = openConnection();
  const a = listen('a');
  const b = listen('b');
  await up('a');
  await up('b');
  verdictIs(async (channel) => (channel === 'b' ? { kind: 'refused' } : { kind: 'granted', auth: 'signed' }));
  pusher.tells('a', 'role.changed', { v: 1, asOf: 1 });
  await clock.advance(0);
  expect(pusher.state()).toBe('disconnected');
  await clock.advance(FIRST_WAIT_MS);
  await up('a');
  expect(a.states.at(-1)).toBe('subscribed');
  expect(b.states.at(-1)).toBe('refused');
});

test('refused while connecting, the attempt has failed: nothing is tried again without a wait', async () => {
  const { pusher, clock, listen } = openConnection();
  listen('a');
  await clock.advance(0);
  expect(pusher.state()).toBe('connecting');
  pusher.closes(4200);
  await clock.advance(0);
  expect(pusher.state()).toBe('disconnected');
  await clock.advance(FIRST_WAIT_MS);
  expect(pusher.connects()).toBe(2);
});

test('told to use TLS, pusher-js has one attempt to do so; then a new one is made, for it would never go back', async () => {
  const { pusher, clock, listen, up } = openConnection();
  const a = listen('a');
  await clock.advance(0);
  pusher.closes(4000);
  await clock.advance(4_999);
  expect(pusher.opens()).toBe(1);
  await clock.advance(1 + FIRST_WAIT_MS);
  expect(pusher.opens()).toBe(2);
  await up('a');
  expect(a.states.at(-1)).toBe('subscribed');
});

test('a line that does not answer a ping within five seconds is given up', async () => {
  const { pusher, connection, clock, listen, up } = openConnection();
  const a = listen('a');
  await up('a');
  connection.ping();
  expect(pusher.sent()).toEqual(['pusher:ping']);
  await clock.advance(4_999);
  expect(pusher.state()).toBe('connected');
  await clock.advance(1);
  expect(pusher.state()).toBe('disconnected');
  expect(a.states.at(-1)).toBe('connecting');
});

test('an answered ping brings each channel its tip, and the line stays', async () => {
  const { pusher, connection, clock, listen, up } = openConnection();
  const a = listen('a');
  const b = listen('b');
  await up('a', 'b');
  connection.ping();
  pusher.hears('pusher:pong', { tips: { a: { epoch: 'e1', seq: 7 }, c: { epoch: 'e1', seq: 9 } } });
  await clock.advance(60_000);
  expect(pusher.state()).toBe('connected');
  expect(a.tips).toEqual([{ epoch: 'e1', seq: 7 }]);
  expect(b.tips).toEqual([]);
});

test('without a line there is nothing to ping', async () => {
  const { pusher, connection, clock, listen, up } = openConnection();
  connection.ping();
  listen('a');
  connection.ping();
  await up('a');
  pusher.breaks();
  connection.ping();
  await clock.advance(0);
  connection.ping();
  expect(pusher.sent()).toEqual([]);
});

test('resting, it tries every half to whole minute; and at once when it is needed again', async () => {
  const { pusher, connection, clock, listen, up } = openConnection();
  listen('a');
  await up('a');
  connection.rest(true);
  pusher.breaks();
  await clock.advance(44_999);
  expect(pusher.connects()).toBe(1);
  await clock.advance(1);
  expect(pusher.connects()).toBe(2);
  // Given up after a second, and so on.
  await clock.advance(1_000 + 44_999);
  expect(pusher.connects()).toBe(2);
  await clock.advance(1);
  expect(pusher.connects()).toBe(3);
  await clock.advance(10_000);
  connection.rest(false);
  expect(pusher.connects()).toBe(4);
});
