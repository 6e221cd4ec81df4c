import Pusher from 'pusher';
import PusherJs, { type Channel, type PresenceChannel } from 'pusher-js';
import nacl from 'tweetnacl';
import { expect, onTestFinished, test } from 'vitest';
import { APP } from '../testing/fake-hub';
import { serve } from '../testing/serve';

// The official SDK and the official client are the other party here: what they do is what the wire is.

function sdk(port: number, secret = APP.secret): Pusher {
  return new Pusher({
    appId: APP.id,
    key: APP.key,
    secret,
    host: '127.0.0.1',
    port: String(port),
    encryptionMasterKeyBase64: Buffer.alloc(32, 7).toString('base64'),
  });
}

/** An official client whose authorizer signs whatever it asks for. */
function browser(port: number, userId = 'anna'): PusherJs {
  const signer = sdk(port);
  const client = new PusherJs(APP.key, {
    cluster: '',
    wsHost: '127.0.0.1',
    wsPort: port,
    forceTLS: false,
    enabledTransports: ['ws'],
    disableStats: true,
    // Its own `with-encryption` build does exactly this, for browsers only.
    nacl,
    channelAuthorization: {
      endpoint: '',
      transport: 'ajax',
      customHandler: ({ socketId, channelName }, callback) => {
        const member = channelName.startsWith('presence-')
          ? { user_id: userId, user_info: { name: userId } }
          : undefined;
        callback(null, signer.authorizeChannel(socketId, channelName, member));
      },
    },
    userAuthentication: {
      endpoint: '',
      transport: 'ajax',
      customHandler: ({ socketId }, callback) =>
        callback(null, signer.authenticateUser(socketId, { id: userId })),
    },
  });
  onTestFinished(() => client.disconnect());
  return client;
}

const connected = (client: PusherJs) =>
  new Promise<void>((resolve) => {
    if (client.connection.state === 'connected') resolve();
    else client.connection.bind('connected', () => resolve());
  });

const heard = (channel: Channel, event: string) =>
  new Promise<unknown>((resolve) => {
    channel.bind(event, (data: unknown) => {
      channel.unbind(event);
      resolve(data);
    });
  });

/** Subscribes and waits for success. */
async function subscribed(client: PusherJs, name: string): Promise<Channel> {
  const channel = client.subscribe(name);
  await heard(channel, 'pusher:subscription_succeeded');
  return channel;
}

test('the official client subscribes to public and private channels and hears the official SDK', async () => {
  const { port } = await serve();
  const client = browser(port);
  const channels = [await subscribed(client, 'news'), await subscribed(client, 'private-user-1')];
  const data = { text: 'Grüße, "World" \u2028 🦉', nested: [1, null] };
  const received = channels.map((channel) => heard(channel, 'hello'));
  const response = await sdk(port).trigger(['news', 'private-user-1'], 'hello', data);
  expect(response.status).toBe(200);
  expect(await Promise.all(received)).toEqual([data, data]);
});

test('the SDK triggers a batch, in order', async () => {
  const { port } = await serve();
  const client = browser(port);
  const channel = await subscribed(client, 'news');
  const names: string[] = [];
  channel.bind_global((name: string) => names.push(name));
  const last = heard(channel, 'c');
  await sdk(port).triggerBatch(['a', 'b', 'c'].map((name) => ({ channel: 'news', name, data: {} })));
  await last;
  expect(names).toEqual(['a', 'b', 'c']);
});

test('the SDK leaves out the socket it names', async () => {
  const { port } = await serve();
  const [sender, other] = [browser(port), browser(port)];
  const mine = await subscribed(sender, 'news');
  const theirs = await subscribed(other, 'news');
  let told = 0;
  mine.bind('edited', () => told++);
  const reached = heard(theirs, 'edited');
  const after = heard(mine, 'after');
  await sdk(port).trigger('news', 'edited', {}, { socket_id: sender.connection.socket_id });
  await reached;
  await sdk(port).trigger('news', 'after', {});
  await after;
  expect(told).toBe(0);
});

test('an SDK with the wrong secret is refused, and so is what the server would not take', async () => {
  const { port } = await serve();
  await expect(sdk(port, 'wrong').trigger('news', 'a', {})).rejects.toMatchObject({ status: 401 });
  await expect(sdk(port).trigger('news', 'a', 'x'.repeat(10_241))).rejects.toMatchObject({ status: 413 });
  await expect(sdk(port).trigger('news', 'pusher:a', {})).rejects.toMatchObject({ status: 400 });
});

test('the SDK reads channels', async () => {
  const { port } = await serve();
  await subscribed(browser(port), 'news');
  const answer = await sdk(port).get({ path: '/channels', params: { filter_by_prefix: 'ne' } });
  expect(await answer.json()).toEqual({ channels: { news: {} } });
  const one = await sdk(port).get({ path: '/channels/news', params: { info: 'subscription_count' } });
  expect(await one.json()).toEqual({ occupied: true, subscription_count: 1 });
});

test('the official client unsubscribes, and hears no more', async () => {
  const { server, port } = await serve();
  const client = browser(port);
  await subscribed(client, 'news');
  await subscribed(client, 'private-user-1');
  client.unsubscribe('news');
  await expect.poll(() => server.isOccupied('news')).toBe(false);
  expect(server.isOccupied('private-user-1')).toBe(true);
});

test('a refused signature reaches the client as a subscription error', async () => {
  const { port } = await serve({ mayJoin: () => false });
  const client = browser(port);
  const refusal = await heard(client.subscribe('private-user-1'), 'pusher:subscription_error');
  expect(refusal).toMatchObject({ type: 'AuthError', status: 401 });
  expect(client.connection.state).toBe('connected');
});

test('the client outlives a restart: closed with 4200, it finds the new server and subscribes again', async () => {
  const first = await serve();
  const client = browser(first.port);
  const channel = await subscribed(client, 'private-user-1');
  const firstId = client.connection.socket_id;
  const again = heard(channel, 'pusher:subscription_succeeded');

  // The successor listens before the first server lets go: the client returns within milliseconds, and
  // after one failed attempt it would wait for fifteen seconds.
  first.stopListening();
  const { port } = await serve({}, first.port);
  await first.server.close({ spreadMs: 0 });
  await again;
  expect(first.server.stats().closes).toEqual({ 4200: 1 });
  await connected(client);
  expect(client.connection.socket_id).not.toBe(firstId);
  const received = heard(channel, 'hello');
  await sdk(port).trigger('private-user-1', 'hello', { again: true });
  expect(await received).toEqual({ again: true });
});

test('4001 and 4009 keep the client away, as a terminated session must be', async () => {
  const { server, port } = await serve();
  const client = browser(port);
  await connected(client);
  server.closeConnection(client.connection.socket_id, 4009, 'signed out');
  await expect.poll(() => client.connection.state).toBe('disconnected');
});

test('a client that hears nothing pings, and the pong keeps it connected', async () => {
  const { server, port } = await serve({ activityTimeoutSeconds: 1 });
  const client = browser(port);
  await connected(client);
  const socketId = client.connection.socket_id;
  await expect.poll(() => server.stats().messagesIn, { timeout: 5_000 }).toBeGreaterThan(0);
  expect(client.connection.state).toBe('connected');
  expect(client.connection.socket_id).toBe(socketId);
});

test('presence: the client knows who is here, who comes and who goes', async () => {
  const { port } = await serve();
  const anna = (await subscribed(browser(port, 'anna'), 'presence-a')) as PresenceChannel;
  expect(anna.members.count).toBe(1);
  expect(anna.members.me).toEqual({ id: 'anna', info: { name: 'anna' } });

  const added = heard(anna, 'pusher:member_added');
  const client = browser(port, 'ben');
  const ben = (await subscribed(client, 'presence-a')) as PresenceChannel;
  expect(await added).toEqual({ id: 'ben', info: { name: 'ben' } });
  expect(ben.members.count).toBe(2);

  const removed = heard(anna, 'pusher:member_removed');
  client.disconnect();
  expect(await removed).toMatchObject({ id: 'ben' });
  expect(anna.members.count).toBe(1);

  const users = await sdk(port).get({ path: '/channels/presence-a/users' });
  expect(await users.json()).toEqual({ users: [{ id: 'anna' }] });
});

test('client events reach the other client with their sender', async () => {
  const { port } = await serve({ clientEvents: true });
  const anna = await subscribed(browser(port, 'anna'), 'presence-a');
  const ben = await subscribed(browser(port, 'ben'), 'presence-a');
  const received = new Promise((resolve) => {
    ben.bind('client-typing', (data: unknown, metadata: unknown) => resolve([data, metadata]));
  });
  anna.trigger('client-typing', { at: [1, 2] });
  expect(await received).toEqual([{ at: [1, 2] }, { user_id: 'anna' }]);
});

test('cache: the client gets the last event, or a miss', async () => {
  const { port } = await serve();
  const client = browser(port);
  await heard(client.subscribe('private-cache-a'), 'pusher:cache_miss');
  await sdk(port).trigger('cache-b', 'last', { n: 1 });
  expect(await heard(client.subscribe('cache-b'), 'last')).toEqual({ n: 1 });
});

test('users: the client signs in, hears what is sent to its user, and can be terminated', async () => {
  const { port } = await serve();
  const client = browser(port, 'anna');
  client.signin();
  await connected(client);
  await client.user.signinDonePromise;
  const received = new Promise((resolve) => client.user.bind('hello', resolve));
  await sdk(port).sendToUser('anna', 'hello', { to: 'anna' });
  expect(await received).toEqual({ to: 'anna' });
  await sdk(port).terminateUserConnections('anna');
  await expect.poll(() => client.connection.state).toBe('disconnected');
});

test('counts: the client is told how many are subscribed', async () => {
  const { port } = await serve({ subscriptionCounts: true });
  const channel = browser(port).subscribe('news');
  expect(await heard(channel, 'pusher:subscription_count')).toEqual({ subscription_count: 1 });
});

test('encrypted: what the SDK seals the client opens, and the server only passes on', async () => {
  const { server, port } = await serve();
  const client = browser(port);
  const channel = await subscribed(client, 'private-encrypted-a');
  const received = heard(channel, 'secret');
  await sdk(port).trigger('private-encrypted-a', 'secret', { text: 'for you' });
  expect(await received).toEqual({ text: 'for you' });
  expect(server.stats().triggers).toBe(1);
});
