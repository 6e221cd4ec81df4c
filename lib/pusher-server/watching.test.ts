import { expect, test } from 'vitest';
import { createPusherServer } from './index';
import { APP } from './testing/fake-hub';
import { serve } from './testing/serve';
import { call } from './testing/signed-call';
import { handshakeStatus, SocketClient } from './testing/socket-client';

const PATH = '/app/app-key?protocol=7';

test('connections and subscriptions are counted as they are and as they were', async () => {
  const { server, port } = await serve();
  const anna = await SocketClient.connect(port);
  const ben = await SocketClient.connect(port);
  await new SocketClient(port, '/app/unknown?protocol=7').closed;
  for (const channel of ['a', 'b']) await anna.subscribe(channel);
  await ben.subscribe('a');
  expect(server.stats()).toMatchObject({
    connections: 2,
    connectionsOpened: 3,
    subscriptions: 3,
    channels: 2,
  });
  anna.send('pusher:unsubscribe', { channel: 'a' });
  await anna.settled();
  expect(server.stats().subscriptions).toBe(2);
  anna.socket.close();
  await expect.poll(() => server.stats().connections).toBe(1);
  const { subscriptions, connectionsOpened, closes } = server.stats();
  expect({ subscriptions, connectionsOpened }).toEqual({ subscriptions: 1, connectionsOpened: 3 });
  expect(closes).toEqual({ 4001: 1, 1005: 1 });
});

test('bytes are counted on the way in, of text and of what is not text', async () => {
  const { server, port } = await serve();
  const client = await SocketClient.connect(port);
  expect(server.stats()).toMatchObject({ bytesIn: 0, messagesIn: 0 });
  const text = '{"event":"pusher:ping","data":"ü"}';
  client.socket.send(text);
  await client.received('pusher:pong');
  expect(server.stats()).toMatchObject({ bytesIn: Buffer.byteLength(text), messagesIn: 1 });
  client.socket.send(Buffer.alloc(10));
  await client.received('pusher:error');
  expect(server.stats().bytesIn).toBe(Buffer.byteLength(text) + 10);
});

test('calls of the HTTP API are counted by the status they were answered with', async () => {
  const { server, port } = await serve();
  const body = { name: 'n', channels: ['a'], data: '' };
  expect((await call(port, { body })).status).toBe(200);
  expect((await call(port, { body: { ...body, name: '' } })).status).toBe(400);
  expect((await call(port, { body, secret: 'wrong' })).status).toBe(401);
  expect((await call(port, { path: '/apps/1/nothing' })).status).toBe(404);
  expect(server.stats()).toMatchObject({
    apiCalls: { 200: 1, 400: 1, 401: 1, 404: 1 },
    usedSignatures: 2,
    triggers: 1,
  });
});

test('refused upgrades and subscriptions are counted by status', async () => {
  const limits = { maxConnections: 1, maxChannelsPerConnection: 1 };
  const { server, port } = await serve({
    limits,
    allowedOrigins: (origin) => origin !== 'https://evil.test',
  });
  expect(await handshakeStatus(port, PATH, { origin: 'https://evil.test' })).toBe(403);
  const client = await SocketClient.connect(port);
  for (let again = 0; again < 2; again++) expect(await handshakeStatus(port, PATH)).toBe(503);
  client.send('pusher:subscribe', { channel: 'private-a', auth: 'app-key:00' });
  await client.received('pusher:subscription_error');
  await client.subscribe('a');
  client.send('pusher:subscribe', { channel: 'b' });
  await client.received('pusher:subscription_error');
  expect(server.stats()).toMatchObject({
    refusedUpgrades: { 403: 1, 503: 2 },
    refusedSubscriptions: { 401: 1, 4004: 1 },
  });
});

test('client events that go nowhere are not counted', async () => {
  const { server, port } = await serve({ clientEvents: true });
  const client = await SocketClient.connect(port);
  await client.subscribe('private-a');
  client.send('client-typing', {}, 'private-b');
  await client.received('pusher:error');
  expect(server.stats().clientEvents).toBe(0);
  client.send('client-typing', {}, 'private-a');
  await client.settled();
  expect(server.stats().clientEvents).toBe(1);
});

test('recent closes tell who ended which connection, and why', async () => {
  const { server, port } = await serve({ addressOf: () => '192.0.2.7' });
  expect(server.recentCloses()).toEqual([]);
  const open = async () => {
    const client = await SocketClient.connect(port);
    await client.subscribe('news');
    return client;
  };
  const ended = async (count: number) => expect.poll(() => server.recentCloses().length).toBe(count);
  const startedAtMs = Date.now();
  (await open()).socket.close(4321, 'bye\u0007now');
  await ended(1);
  (await open()).socket.terminate();
  await ended(2);
  server.closeConnection((await open()).socketId, 4009, 'signed out');
  await new SocketClient(port, '/app/unknown?protocol=7').closed;
  const large = await open();
  large.socket.send('x'.repeat(20_000));
  await large.closed;

  const closes = server.recentCloses();
  const TOO_LARGE = 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH';
  expect(closes.map(({ code, reason, by, subscriptions }) => [code, reason, by, subscriptions])).toEqual([
    [1009, TOO_LARGE, 'server', 1],
    [4001, 'Application does not exist', 'server', 0],
    [4009, 'signed out', 'server', 1],
    [1006, expect.stringMatching(/^(ECONNRESET)?$/), 'line', 1],
    [4321, 'bye now', 'client', 1],
  ]);
  for (const { address, atMs, heldMs } of closes) {
    expect(address).toBe('192.0.2.7');
    expect(atMs).toBeGreaterThanOrEqual(startedAtMs);
    expect(heldMs).toBeGreaterThanOrEqual(0);
  }
  const { connections, connectionsOpened } = server.stats();
  expect({ connections, connectionsOpened }).toEqual({ connections: 0, connectionsOpened: 5 });
});

test('a code that a client chose makes no counter of its own and passes for none of ours', async () => {
  const { server, port } = await serve();
  for (const code of [3000, 4001, 4200, 4999]) {
    const client = await SocketClient.connect(port);
    client.socket.close(code);
    await client.closed;
  }
  await expect.poll(() => server.stats().closes).toEqual({ 3000: 4 });
  expect(server.recentCloses().map(({ code }) => code)).toEqual([4999, 4200, 4001, 3000]);
});

test('a reader that was cut is told from a line that broke', async () => {
  const { server, port } = await serve({ limits: { maxUnsentBytes: 1_000 } });
  const client = await SocketClient.connect(port);
  await client.subscribe('news');
  server.trigger({ channels: ['news'], name: 'large', data: 'x'.repeat(2_000) });
  await client.closed;
  expect(server.recentCloses()[0]).toMatchObject({
    code: 1006,
    by: 'server',
    reason: 'Did not read what was sent',
  });
});

test('the busiest channels are those of one application, in order', async () => {
  const other = { id: '2', key: 'other-key', secret: 'other-secret' };
  const { server, port } = await serve({ apps: [APP, other] });
  const anna = await SocketClient.connect(port);
  const ben = await SocketClient.connect(port);
  for (const channel of ['a', 'b', 'c']) await anna.subscribe(channel);
  await ben.subscribe('b');
  server.trigger({ channels: ['c', 'x'], name: 'n', data: '' });
  expect(server.busiestChannels(2)).toEqual([
    { name: 'b', subscriptionCount: 2, events: 0 },
    { name: 'c', subscriptionCount: 1, events: 1 },
  ]);
  expect(server.busiestChannels(100, '2')).toEqual([]);
});

test('a limit that makes no sense is refused', () => {
  const server = createPusherServer({ apps: [APP] });
  for (const limit of [0, -1, 1.5, 101, Number.NaN]) {
    expect(() => server.busiestChannels(limit)).toThrow(RangeError);
  }
  expect(server.busiestChannels(100)).toEqual([]);
});
