import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import Pusher from 'pusher';
import { expect, onTestFinished, test } from 'vitest';
import { APP } from '../testing/fake-hub';
import { serve } from '../testing/serve';
import { SocketClient } from '../testing/socket-client';

type Received = { readonly headers: IncomingHttpHeaders; readonly rawBody: string };

/** A receiver that answers with the given statuses, the last one for ever; 0 never answers. */
async function receiver(...statuses: readonly number[]) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    let rawBody = '';
    for await (const chunk of request) rawBody += String(chunk);
    received.push({ headers: request.headers, rawBody });
    const status = statuses[Math.min(received.length, statuses.length) - 1] ?? 200;
    if (status !== 0) response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end('ignored');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  onTestFinished(stop);
  return { received, stop, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` };
}

const eventsOf = (received: readonly Received[]) =>
  received.flatMap(({ rawBody }) => (JSON.parse(rawBody) as { events: { name: string }[] }).events);

const QUICK = { timeoutMs: 200, retryAfterMs: [5, 5] };

test('the official SDK accepts the webhook and reads what happened', async () => {
  const { received, url } = await receiver();
  const { port } = await serve({ webhooks: [{ url }] });
  const client = await SocketClient.connect(port);
  await client.subscribe('presence-a', '{"user_id":"anna"}');
  client.send('pusher:unsubscribe', { channel: 'presence-a' });
  await expect.poll(() => eventsOf(received).length).toBe(4);
  const sdk = new Pusher({ appId: APP.id, key: APP.key, secret: APP.secret, host: '127.0.0.1' });
  for (const { headers, rawBody } of received) {
    const webhook = sdk.webhook({ headers: { ...headers }, rawBody });
    expect(webhook.isValid()).toBe(true);
    expect(Math.abs(webhook.getTime().getTime() - Date.now())).toBeLessThan(60_000);
  }
  const channel = 'presence-a';
  expect(eventsOf(received)).toEqual([
    { name: 'channel_occupied', channel },
    { name: 'member_added', channel, user_id: 'anna' },
    { name: 'member_removed', channel, user_id: 'anna' },
    { name: 'channel_vacated', channel },
  ]);
});

test('a receiver hears only what it asked for, of its own application', async () => {
  const { received, url } = await receiver();
  const other = { id: '2', key: 'other-key', secret: 'other-secret' };
  const { port } = await serve({ apps: [APP, other], webhooks: [{ url, events: ['channel_vacated'] }] });
  const foreign = await SocketClient.connect(port, '/app/other-key?protocol=7');
  await foreign.subscribe('news');
  foreign.socket.terminate();
  const client = await SocketClient.connect(port);
  await client.subscribe('sport');
  client.socket.terminate();
  await expect.poll(() => received.length).toBe(1);
  expect(eventsOf(received)).toEqual([{ name: 'channel_vacated', channel: 'sport' }]);
});

test('a failing receiver is tried again with the same body, and nothing overtakes it', async () => {
  const { received, url } = await receiver(500, 302, 200);
  const { server, port } = await serve({ webhooks: [{ url }], webhookPatience: QUICK });
  const client = await SocketClient.connect(port);
  await client.subscribe('a');
  await expect.poll(() => received.length).toBeGreaterThanOrEqual(1);
  await client.subscribe('b');
  await expect.poll(() => server.stats().webhooksSent).toBe(2);
  expect(received[1]?.rawBody).toBe(received[0]?.rawBody);
  expect(received[2]?.rawBody).toBe(received[0]?.rawBody);
  expect(eventsOf(received.slice(3))).toEqual([{ name: 'channel_occupied', channel: 'b' }]);
});

test('a receiver that stays away is given up and counted', async () => {
  const { received, url } = await receiver(500);
  const { server, port } = await serve({ webhooks: [{ url }], webhookPatience: QUICK });
  await (await SocketClient.connect(port)).subscribe('a');
  await expect.poll(() => server.stats().webhooksDropped).toBe(1);
  expect(received).toHaveLength(3);
});

test('a receiver that never answers holds up neither the others nor the end', async () => {
  const dead = await receiver(0);
  const alive = await receiver();
  const webhooks = [{ url: dead.url }, { url: alive.url }];
  const { server, port } = await serve({ webhooks, webhookPatience: QUICK });
  await (await SocketClient.connect(port)).subscribe('a');
  await expect.poll(() => eventsOf(alive.received).length).toBe(1);
  await expect.poll(() => server.stats()).toMatchObject({ webhooksSent: 1, webhooksWaiting: 1 });
  const startedAt = performance.now();
  await server.close({ spreadMs: 0, timeoutMs: 500 });
  expect(performance.now() - startedAt).toBeLessThan(3_000);
  await expect.poll(() => server.stats().webhooksDropped).toBeGreaterThan(0);
  expect(server.stats().webhooksWaiting).toBe(0);
});

test('what waits for a receiver that hangs is bounded in size, not only in number', async () => {
  const dead = await receiver(0);
  const { server, port } = await serve({
    webhooks: [{ url: dead.url, events: ['client_event'] }],
    webhookPatience: { timeoutMs: 20_000, retryAfterMs: [] },
    clientEvents: true,
    limits: { maxClientEventsPerSecond: 1e6, maxMessagesPerSecond: 1e6 },
  });
  const client = await SocketClient.connect(port);
  await client.subscribe('private-a');
  const data = 'x'.repeat(10_000);
  for (let at = 0; server.stats().webhooksDropped < 200; at++) {
    // Far below the number that may wait: 10,000 of these would be 100 MB.
    expect(at).toBeLessThan(5_000);
    client.send('client-typing', data, 'private-a');
    if (at % 100 === 0) await client.settled();
  }
  expect(server.stats().webhooksSent).toBe(0);
  dead.stop();
});
