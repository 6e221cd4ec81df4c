import type { PresenceChannel } from 'pusher-js';
import { expect, test } from 'vitest';
import { browser, connected, heard, sdk, subscribed } from '../testing/official';
import { serve } from '../testing/serve';
import { SocketClient } from '../testing/socket-client';

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

test('presence: a user with two connections is one member, whose first info stays', async () => {
  const { port } = await serve();
  const anna = (await subscribed(browser(port, 'anna'), 'presence-a')) as PresenceChannel;
  const comings: unknown[] = [];
  anna.bind_global((event: string) => comings.push(event));
  const [phone, laptop] = [browser(port, 'ben'), browser(port, 'ben')];
  const ben = (await subscribed(phone, 'presence-a')) as PresenceChannel;
  const again = (await subscribed(laptop, 'presence-a')) as PresenceChannel;
  expect([ben.members.count, again.members.count]).toEqual([2, 2]);
  expect([ben.members.me, again.members.me]).toEqual(Array(2).fill({ id: 'ben', info: { name: 'ben' } }));
  laptop.disconnect();
  await expect
    .poll(async () => {
      const answer = await sdk(port).get({
        path: '/channels/presence-a',
        params: { info: 'subscription_count' },
      });
      return ((await answer.json()) as { subscription_count: number }).subscription_count;
    })
    .toBe(2);
  const marked = heard(anna, 'marker');
  await sdk(port).trigger('presence-a', 'marker', {});
  await marked;
  expect(comings).toEqual(['pusher:member_added', 'marker']);
  const removed = heard(anna, 'pusher:member_removed');
  phone.disconnect();
  expect(await removed).toMatchObject({ id: 'ben' });
});

test('the SDK asks about presence channels and their users', async () => {
  const { port } = await serve();
  for (const user of ['anna', 'ben', 'ben']) await subscribed(browser(port, user), 'presence-a');
  const read = async (path: string, params: Record<string, string> = {}) =>
    (await sdk(port).get({ path, params })).json();
  const info = 'user_count,subscription_count';
  expect(await read('/channels/presence-a', { info })).toEqual({
    occupied: true,
    user_count: 2,
    subscription_count: 3,
  });
  expect(await read('/channels/presence-a/users')).toEqual({ users: [{ id: 'anna' }, { id: 'ben' }] });
  expect(await read('/channels', { filter_by_prefix: 'presence-', info: 'user_count' })).toEqual({
    channels: { 'presence-a': { user_count: 2 } },
  });
  const reached = await sdk(port).trigger(['presence-a', 'empty'], 'n', {}, { info });
  expect(await reached.json()).toEqual({
    channels: { 'presence-a': { user_count: 2, subscription_count: 3 }, empty: { subscription_count: 0 } },
  });
});

test('client events: only to the others, only on private and presence channels, ten a second', async () => {
  const { port } = await serve({ clientEvents: true });
  const client = browser(port, 'anna');
  const anna = await subscribed(client, 'private-a');
  const ben = await subscribed(browser(port, 'ben'), 'private-a');
  const heardBy = { anna: 0, ben: 0 };
  anna.bind('client-n', () => heardBy.anna++);
  ben.bind('client-n', () => heardBy.ben++);
  const refused = new Promise((resolve) => client.connection.bind('error', resolve));
  while (heardBy.ben === 0 || client.connection.state !== 'connected') {
    anna.trigger('client-n', {});
    await new Promise((resolve) => setImmediate(resolve));
  }
  for (let at = 0; at < 30; at++) anna.trigger('client-n', {});
  expect(await refused).toMatchObject({ data: { code: 4301 } });
  expect(client.connection.state).toBe('connected');
  const marked = heard(ben, 'marker');
  await sdk(port).trigger('private-a', 'marker', {});
  await marked;
  expect(heardBy.anna).toBe(0);
});

test('cache: each kind gives its last event to newcomers, an encrypted one too', async () => {
  const { port } = await serve();
  const kinds = ['cache-a', 'private-cache-a', 'presence-cache-a', 'private-encrypted-cache-a'];
  for (const name of kinds) {
    await sdk(port).trigger(name, 'first', { n: 1 });
    await sdk(port).trigger(name, 'last', { n: 2 });
    const channel = browser(port).subscribe(name);
    const events: string[] = [];
    channel.bind_global((event: string) => events.push(event));
    expect(await heard(channel, 'last'), name).toEqual({ n: 2 });
    expect(events).toEqual(['pusher:subscription_succeeded', 'last']);
  }
});

test('users: whatever page they are on, a user hears their events, and terminating ends all their pages', async () => {
  const { port } = await serve();
  const pages = [browser(port, 'anna'), browser(port, 'anna'), browser(port, 'ben')];
  for (const page of pages) {
    page.signin();
    await connected(page);
    await page.user.signinDonePromise;
  }
  const told: string[] = [];
  const marked = Promise.all(
    pages.map(
      (page, at) =>
        new Promise((resolve) => {
          page.user.bind('hello', () => told.push(`hello ${at}`));
          page.user.bind('marker', resolve);
        }),
    ),
  );
  await sdk(port).sendToUser('anna', 'hello', {});
  for (const user of ['anna', 'ben']) await sdk(port).sendToUser(user, 'marker', {});
  await marked;
  expect(told.sort()).toEqual(['hello 0', 'hello 1']);
  await sdk(port).terminateUserConnections('anna');
  await expect
    .poll(() => pages.map(({ connection }) => connection.state))
    .toEqual(['disconnected', 'disconnected', 'connected']);
});

test('users: a signature for somebody else signs nobody in', async () => {
  const { port } = await serve();
  const client = browser(port, 'anna', {
    userAuthentication: {
      endpoint: '',
      transport: 'ajax',
      customHandler: (_, callback) => callback(null, sdk(port).authenticateUser('1.1', { id: 'anna' })),
    },
  });
  const refused = new Promise((resolve) => client.connection.bind('error', resolve));
  client.signin();
  expect(await refused).toMatchObject({ data: { code: 4009 } });
  await expect.poll(() => client.connection.state).toBe('disconnected');
});

test('counts: everybody hears of comings and goings', async () => {
  const { port } = await serve({ subscriptionCounts: true });
  const counts: unknown[] = [];
  const channel = await subscribed(browser(port), 'news');
  channel.bind('pusher:subscription_count', (data: unknown) => counts.push(data));
  const other = browser(port);
  await subscribed(other, 'news');
  await expect.poll(() => counts.at(-1)).toEqual({ subscription_count: 2 });
  expect(channel.subscriptionCount).toBe(2);
  other.disconnect();
  await expect.poll(() => counts.at(-1)).toEqual({ subscription_count: 1 });
});

test('encrypted: neither the call nor the frame holds the text, one event or a batch', async () => {
  const { port } = await serve();
  const listener = await SocketClient.connect(port);
  await listener.subscribe('private-encrypted-a');
  const channel = await subscribed(browser(port), 'private-encrypted-a');
  const texts = [heard(channel, 'one'), heard(channel, 'two')];
  await sdk(port).trigger('private-encrypted-a', 'one', { text: 'for your eyes' });
  await sdk(port).triggerBatch([
    { channel: 'private-encrypted-a', name: 'two', data: { text: 'for your eyes' } },
  ]);
  expect(await Promise.all(texts)).toEqual([{ text: 'for your eyes' }, { text: 'for your eyes' }]);
  for (const event of ['one', 'two']) {
    // What a listener gets is what the server was given, to the character.
    const { data } = await listener.received(event);
    expect(Object.keys(JSON.parse(String(data)) as object).sort()).toEqual(['ciphertext', 'nonce']);
    expect(String(data)).not.toContain('eyes');
  }
});
