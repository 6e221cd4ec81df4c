import { expect, test } from 'vitest';
import type { PusherServerOptions } from '../index';
import { browser, heard, sdk, subscribed } from '../testing/official';
import { happeningsOf, openReceiver, type Receiver } from '../testing/receiver';
import { serve } from '../testing/serve';

/** What the SDK reads out of the calls, once it has found each of them genuine. */
function readBySdk({ received }: Receiver, port: number): readonly object[] {
  return received.flatMap(({ headers, rawBody }) => {
    const webhook = sdk(port).webhook({ headers: { ...headers }, rawBody });
    expect(webhook.isContentTypeValid()).toBe(true);
    expect(webhook.isValid()).toBe(true);
    expect(Math.abs(webhook.getTime().getTime() - Date.now())).toBeLessThan(60_000);
    expect(
      sdk(port, 'another-secret')
        .webhook({ headers: { ...headers }, rawBody })
        .isValid(),
    ).toBe(false);
    expect(
      sdk(port)
        .webhook({ headers: { ...headers }, rawBody: `${rawBody} ` })
        .isValid(),
    ).toBe(false);
    return webhook.getEvents();
  });
}

async function serveWithWebhooks(options: Partial<PusherServerOptions> = {}) {
  const receiver = await openReceiver();
  const served = await serve({ webhooks: [{ url: receiver.url }], ...options });
  const told = async (count: number) => {
    await expect.poll(() => happeningsOf(receiver.received).length).toBe(count);
    return readBySdk(receiver, served.port);
  };
  return { ...served, told };
}

test('the SDK reads when a channel is occupied and vacated, once for all its subscribers', async () => {
  const { server, port, told } = await serveWithWebhooks();
  const [first, second] = [browser(port), browser(port)];
  for (const client of [first, second]) await subscribed(client, 'private-a');
  first.disconnect();
  await expect.poll(() => server.stats().connections).toBe(1);
  second.unsubscribe('private-a');
  expect(await told(2)).toEqual([
    { name: 'channel_occupied', channel: 'private-a' },
    { name: 'channel_vacated', channel: 'private-a' },
  ]);
});

test('the SDK reads who comes and goes, once for all the connections of a user', async () => {
  const { server, port, told } = await serveWithWebhooks();
  const [phone, laptop] = [browser(port, 'änna "7"'), browser(port, 'änna "7"')];
  for (const client of [phone, laptop]) await subscribed(client, 'presence-a');
  phone.disconnect();
  await expect.poll(() => server.stats().connections).toBe(1);
  laptop.disconnect();
  const channel = 'presence-a';
  expect(await told(4)).toEqual([
    { name: 'channel_occupied', channel },
    { name: 'member_added', channel, user_id: 'änna "7"' },
    { name: 'member_removed', channel, user_id: 'änna "7"' },
    { name: 'channel_vacated', channel },
  ]);
});

test('the SDK reads client events with their sender', async () => {
  const { port, told } = await serveWithWebhooks({ clientEvents: true });
  const client = browser(port, 'anna');
  const socket_id = () => client.connection.socket_id;
  const present = await subscribed(client, 'presence-a');
  present.trigger('client-typing', { at: '🦉' });
  const hidden = await subscribed(client, 'private-a');
  hidden.trigger('client-typing', 'plain');
  const event = 'client-typing';
  expect((await told(5)).filter((happening) => 'event' in happening)).toEqual([
    {
      name: 'client_event',
      channel: 'presence-a',
      event,
      data: '{"at":"🦉"}',
      socket_id: socket_id(),
      user_id: 'anna',
    },
    { name: 'client_event', channel: 'private-a', event, data: 'plain', socket_id: socket_id() },
  ]);
});

test('the SDK reads that a cache was empty, and not that it was full', async () => {
  const { port, told } = await serveWithWebhooks();
  await heard(browser(port).subscribe('cache-a'), 'pusher:cache_miss');
  await sdk(port).trigger('cache-a', 'last', {});
  await heard(browser(port).subscribe('cache-a'), 'last');
  await subscribed(browser(port), 'private-last-of-all');
  expect(await told(3)).toEqual([
    { name: 'channel_occupied', channel: 'cache-a' },
    { name: 'cache_miss', channel: 'cache-a' },
    { name: 'channel_occupied', channel: 'private-last-of-all' },
  ]);
});

test('the SDK reads how many are subscribed', async () => {
  const { port, told } = await serveWithWebhooks({ subscriptionCounts: true });
  const [first, second] = [browser(port), browser(port)];
  for (const client of [first, second]) await subscribed(client, 'news');
  second.unsubscribe('news');
  const counts = (await told(4)).filter((happening) => 'subscription_count' in happening);
  expect(counts).toEqual(
    [1, 2, 1].map((subscription_count) => ({
      name: 'subscription_count',
      channel: 'news',
      subscription_count,
    })),
  );
});
