import { expect, test } from 'vitest';
import { browser, heard, sdk, subscribed } from '../testing/official';
import { serve } from '../testing/serve';

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
