import { expect, test } from 'vitest';
import { FakeHub, fannedOut } from '../testing/fake-hub';
import type { WireMessage } from '../testing/fake-transport';

const ROOM = 'presence-room';
const data = (user_id: string | number, user_info?: unknown) => JSON.stringify({ user_id, user_info });
const said = (message: WireMessage | undefined) => JSON.parse(String(message?.data)) as unknown;

/** A world with Anna in the room, who has read everything so far. */
async function withAnna(parts: ConstructorParameters<typeof FakeHub>[0] = {}) {
  const world = new FakeHub(parts);
  const anna = world.connect();
  anna.subscribe(ROOM, data('anna', { name: 'Anna' }));
  await fannedOut();
  anna.transport.take();
  return { world, anna };
}

test('a newcomer gets the list with themselves in it, the others get member_added', async () => {
  const { world, anna } = await withAnna();
  const ben = world.connect();
  ben.subscribe(ROOM, data('ben'));
  await fannedOut();
  const [success] = ben.transport.assertReceived('pusher_internal:subscription_succeeded');
  expect(said(success)).toEqual({
    presence: { ids: ['anna', 'ben'], hash: { anna: { name: 'Anna' }, ben: null }, count: 2 },
  });
  const [added] = anna.transport.assertReceived('pusher_internal:member_added');
  expect([added?.channel, said(added)]).toEqual([ROOM, { user_id: 'ben' }]);
});

test('member_added carries the info as it was signed', async () => {
  const { world, anna } = await withAnna();
  world.connect().subscribe(ROOM, data(7, { name: 'Seven' }));
  await fannedOut();
  const [added] = anna.transport.assertReceived('pusher_internal:member_added');
  expect(said(added)).toEqual({ user_id: 7, user_info: { name: 'Seven' } });
});

test('a user is announced once, not per connection, and leaves with the last', async () => {
  const { world, anna } = await withAnna();
  const tabs = [world.connect(), world.connect()];
  for (const tab of tabs) tab.subscribe(ROOM, data('ben'));
  await fannedOut();
  anna.transport.assertReceived('pusher_internal:member_added');
  tabs[0]?.unsubscribe(ROOM);
  await fannedOut();
  anna.transport.assertNothingReceived();
  tabs[1]?.lose();
  await fannedOut();
  const [removed] = anna.transport.assertReceived('pusher_internal:member_removed');
  expect(said(removed)).toEqual({ user_id: 'ben' });
});

test('the same user as a number and as a string is one member', async () => {
  const { world, anna } = await withAnna();
  world.connect().subscribe(ROOM, data(7));
  world.connect().subscribe(ROOM, data('7'));
  await fannedOut();
  anna.transport.assertReceived('pusher_internal:member_added');
  expect(world.hub.channels.get(ROOM)?.members?.size).toBe(2);
});

test('a member needs signed data that names them', () => {
  const world = new FakeHub();
  const eve = world.connect();
  for (const channelData of [
    undefined,
    '',
    '{}',
    '{',
    '"eve"',
    data(''),
    data('x'.repeat(129)),
    data('a', 'x'.repeat(1_023)),
  ]) {
    eve.subscribe(ROOM, channelData);
    const [refused] = eve.transport.assertReceived('pusher:subscription_error');
    expect(refused?.data).toMatchObject({ type: 'AuthError', status: 401 });
  }
  expect(world.hub.channels.size).toBe(0);
});

test('data changed after signing is refused', () => {
  const world = new FakeHub();
  const eve = world.connect();
  eve.subscribe('presence-other', data('eve'));
  eve.transport.assertReceived('pusher_internal:subscription_succeeded');
  eve.send('pusher:subscribe', { channel: ROOM, auth: 'app-key:00', channel_data: data('anna') });
  eve.transport.assertReceived('pusher:subscription_error');
});

test('a full channel takes no new user, but another tab of one who is there', async () => {
  const { world } = await withAnna({ limits: { maxPresenceMembers: 2 } });
  world.connect().subscribe(ROOM, data('ben'));
  const carl = world.connect();
  carl.subscribe(ROOM, data('carl'));
  const [refused] = carl.transport.assertReceived('pusher:subscription_error');
  expect(refused?.data).toMatchObject({ type: 'LimitReached' });
  const tab = world.connect();
  tab.subscribe(ROOM, data('ben'));
  tab.transport.assertReceived('pusher_internal:subscription_succeeded');
});

test('the application is not asked about somebody who is refused anyway', async () => {
  const asked: string[] = [];
  const mayJoin = (socketId: string) => asked.push(socketId) > 0;
  const { world, anna } = await withAnna({ limits: { maxPresenceMembers: 1 }, policy: { mayJoin } });
  const ben = world.connect();
  ben.subscribe(ROOM, data('ben'));
  ben.subscribe(ROOM, 'nonsense');
  ben.transport.assertReceived('pusher:subscription_error', 'pusher:subscription_error');
  expect(asked).toEqual([anna.socketId]);
});

test('an id such as __proto__ is a member like any other', async () => {
  const { world, anna } = await withAnna();
  const odd = world.connect();
  odd.subscribe(ROOM, data('__proto__'));
  await fannedOut();
  const [success] = odd.transport.assertReceived('pusher_internal:subscription_succeeded');
  expect(String(success?.data)).toContain('"__proto__":null');
  odd.lose();
  await fannedOut();
  anna.transport.assertReceived('pusher_internal:member_added', 'pusher_internal:member_removed');
});
