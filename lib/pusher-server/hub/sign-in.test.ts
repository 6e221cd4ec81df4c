import { expect, test } from 'vitest';
import { authorizeChannel, hmac } from '../protocol/signatures';
import { APP, type FakeClient, FakeHub, fannedOut } from '../testing/fake-hub';
import { terminateUser } from './sign-in';

function signIn(client: FakeClient, user: unknown, secret = APP.secret): void {
  const user_data = JSON.stringify(user);
  const auth = `${APP.key}:${hmac(secret, `${client.socketId}::user::${user_data}`)}`;
  client.send('pusher:signin', { auth, user_data });
}

test('a signed-in user hears what is sent to them, on every connection, and nobody else does', async () => {
  const world = new FakeHub();
  const tabs = [world.connect(), world.connect()];
  const eve = world.connect();
  for (const tab of tabs) {
    signIn(tab, { id: 'anna', name: 'Anna' });
    const [success] = tab.transport.assertReceived('pusher:signin_success');
    expect(JSON.parse(String(success?.data))).toEqual({ user_data: '{"id":"anna","name":"Anna"}' });
  }
  signIn(eve, { id: 'eve' });
  eve.transport.take();
  world.trigger('#server-to-user-anna', 'hello');
  await fannedOut();
  for (const tab of tabs) tab.transport.assertReceived('hello');
  eve.transport.assertNothingReceived();
});

test('whoever is not signed in rightly is told 4009 and closed', () => {
  const world = new FakeHub();
  const attempts: ((client: FakeClient) => void)[] = [
    (client) => signIn(client, { id: 'anna' }, 'wrong'),
    (client) => signIn(client, { id: '' }),
    (client) => signIn(client, { id: 7 }),
    (client) => signIn(client, { id: 'x'.repeat(129) }),
    (client) => signIn(client, 'anna'),
    (client) => signIn(client, null),
    (client) => client.send('pusher:signin', {}),
    (client) => client.send('pusher:signin', { auth: [], user_data: {} }),
    (client) => client.send('pusher:signin', { auth: 'app-key:x', user_data: '{' }),
    (client) => {
      const auth = authorizeChannel(APP, { socketId: client.socketId, channel: 'private-a' });
      client.send('pusher:signin', { auth, user_data: '{"id":"anna"}' });
    },
  ];
  for (const attempt of attempts) {
    const client = world.connect();
    attempt(client);
    const [error] = client.transport.assertReceived('pusher:error');
    expect(error?.data).toMatchObject({ code: 4009 });
    client.transport.assertClosed(4009);
  }
  expect(world.hub.connections.size).toBe(0);
});

test('signing in again as oneself is fine, as somebody else the end', () => {
  const world = new FakeHub();
  const anna = world.connect();
  signIn(anna, { id: 'anna' });
  signIn(anna, { id: 'anna', name: 'Anna' });
  anna.transport.assertReceived('pusher:signin_success', 'pusher:signin_success');
  expect(world.hub.channels.get('#server-to-user-anna')?.subscriptionCount).toBe(1);
  signIn(anna, { id: 'ben' });
  anna.transport.assertReceived('pusher:error');
  anna.transport.assertClosed(4009);
  expect(world.hub.channels.size).toBe(0);
});

test("nobody can subscribe to a user's channel by name, and its owner need not", async () => {
  const world = new FakeHub();
  const anna = world.connect();
  signIn(anna, { id: 'anna' });
  anna.transport.take();
  anna.send('pusher:subscribe', { channel: '#server-to-user-anna', auth: '' });
  anna.transport.assertReceived('pusher_internal:subscription_succeeded');
  const eve = world.connect();
  eve.send('pusher:subscribe', { channel: '#server-to-user-anna', auth: '' });
  eve.transport.assertReceived('pusher:error');
  world.trigger('#server-to-user-anna', 'once');
  await fannedOut();
  anna.transport.assertReceived('once');
  eve.transport.assertNothingReceived();
});

test("terminating a user closes all their connections and nobody else's", () => {
  const world = new FakeHub();
  const tabs = [world.connect(), world.connect()];
  for (const tab of tabs) signIn(tab, { id: 'anna' });
  const ben = world.connect();
  signIn(ben, { id: 'ben' });
  // Leaving one's own channel must not be a way to hide.
  tabs[0]?.unsubscribe('#server-to-user-anna');
  expect(terminateUser(world.hub, 'anna')).toBe(2);
  for (const tab of tabs) tab.transport.assertClosed(4009);
  ben.transport.assertOpen();
  expect(terminateUser(world.hub, 'nobody')).toBe(0);
});

test('a signed-in user may join a presence channel without data of their own', () => {
  const world = new FakeHub();
  const anna = world.connect();
  signIn(anna, { id: 'anna', user_info: { name: 'Anna' } });
  anna.transport.take();
  anna.subscribe('presence-a');
  const [success] = anna.transport.assertReceived('pusher_internal:subscription_succeeded');
  expect(JSON.parse(String(success?.data))).toEqual({
    presence: { ids: ['anna'], hash: { anna: { name: 'Anna' } }, count: 1 },
  });
});
