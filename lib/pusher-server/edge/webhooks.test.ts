import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { APP } from '../testing/fake-hub';
import { happeningsOf, openReceiver } from '../testing/receiver';
import { serve } from '../testing/serve';
import { SocketClient } from '../testing/socket-client';

const LONG = { timeout: 60_000 };
const QUICK = { timeoutMs: 200, retryAfterMs: [5, 5] };

test('a receiver hears only what it asked for, of its own application', async () => {
  const { received, url } = await openReceiver();
  const other = { id: '2', key: 'other-key', secret: 'other-secret' };
  const { port } = await serve({ apps: [APP, other], webhooks: [{ url, events: ['channel_vacated'] }] });
  const foreign = await SocketClient.connect(port, '/app/other-key?protocol=7');
  await foreign.subscribe('news');
  foreign.socket.terminate();
  const client = await SocketClient.connect(port);
  await client.subscribe('sport');
  client.socket.terminate();
  await expect.poll(() => received.length).toBe(1);
  expect(happeningsOf(received)).toEqual([{ name: 'channel_vacated', channel: 'sport' }]);
});

test('a failing receiver is tried again with the same body, and nothing overtakes it', async () => {
  const { received, url } = await openReceiver(500, 302, 200);
  const { server, port } = await serve({ webhooks: [{ url }], webhookPatience: QUICK });
  const client = await SocketClient.connect(port);
  await client.subscribe('a');
  await expect.poll(() => received.length).toBeGreaterThanOrEqual(1);
  await client.subscribe('b');
  await expect.poll(() => server.stats().webhooksSent).toBe(2);
  expect(received[1]?.rawBody).toBe(received[0]?.rawBody);
  expect(received[2]?.rawBody).toBe(received[0]?.rawBody);
  expect(happeningsOf(received.slice(3))).toEqual([{ name: 'channel_occupied', channel: 'b' }]);
});

test('a receiver that stays away is given up and counted', async () => {
  const { received, url } = await openReceiver(500);
  const { server, port } = await serve({ webhooks: [{ url }], webhookPatience: QUICK });
  await (await SocketClient.connect(port)).subscribe('a');
  await expect.poll(() => server.stats().webhooksDropped).toBe(1);
  expect(received).toHaveLength(3);
});

test('a receiver that never answers holds up neither the others nor the end', async () => {
  const dead = await openReceiver(0);
  const alive = await openReceiver();
  const webhooks = [{ url: dead.url }, { url: alive.url }];
  const { server, port } = await serve({ webhooks, webhookPatience: QUICK });
  await (await SocketClient.connect(port)).subscribe('a');
  await expect.poll(() => happeningsOf(alive.received).length).toBe(1);
  await expect.poll(() => server.stats()).toMatchObject({ webhooksSent: 1, webhooksWaiting: 1 });
  const startedAt = performance.now();
  await server.close({ spreadMs: 0, timeoutMs: 500 });
  expect(performance.now() - startedAt).toBeLessThan(3_000);
  await expect.poll(() => server.stats().webhooksDropped).toBeGreaterThan(0);
  expect(server.stats().webhooksWaiting).toBe(0);
});

test('what rests until the next attempt is tried once more at the end, and not waited for', async () => {
  const [back, away] = [await openReceiver(500, 200), await openReceiver(500)];
  const webhookPatience = { timeoutMs: 60_000, retryAfterMs: [600_000, 600_000] };
  const webhooks = [{ url: back.url }, { url: away.url }];
  const { server, port } = await serve({ webhooks, webhookPatience });
  const client = await SocketClient.connect(port);
  await client.subscribe('a');
  await expect.poll(() => [back.received.length, away.received.length]).toEqual([1, 1]);
  await server.close({ spreadMs: 0, timeoutMs: 500 });
  // Leaving the channel at the end is news, too, and told behind what rested.
  expect(server.stats()).toMatchObject({ webhooksSent: 2, webhooksDropped: 2, webhooksWaiting: 0 });
  expect(happeningsOf(back.received.slice(1)).map(({ name }) => name)).toEqual([
    'channel_occupied',
    'channel_vacated',
  ]);
});

test('what waits for a receiver that hangs is bounded in size, not only in number', LONG, async () => {
  const dead = await openReceiver(0);
  const { server, port } = await serve({
    webhooks: [{ url: dead.url, events: ['client_event'] }],
    webhookPatience: { timeoutMs: 120_000, retryAfterMs: [] },
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

test('a receiver that hangs is given up, also when garbage is collected while it does', async () => {
  const dead = await openReceiver(0);
  const { server, port } = await serve({
    webhooks: [{ url: dead.url }],
    webhookPatience: { timeoutMs: 300, retryAfterMs: [] },
  });
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let call = 1; call <= 3; call++) {
    await (await SocketClient.connect(port)).subscribe(`channel-${call}`);
    await expect.poll(() => dead.received.length).toBe(call);
    collect();
    await expect.poll(() => server.stats().webhooksDropped, { timeout: 5_000 }).toBe(call);
  }
});
