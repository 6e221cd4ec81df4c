import { connect } from 'node:net';
import { expect, test, vi } from 'vitest';
import { authorizeChannel } from '../protocol/signatures';
import { APP } from '../testing/fake-hub';
import { serve } from '../testing/serve';
import { handshakeStatus, SocketClient } from '../testing/socket-client';

test('a client connects, subscribes, receives and leaves', async () => {
  const { server, port } = await serve();
  const client = await SocketClient.connect(port);
  await client.subscribe('private-a');
  expect([...server.channels()]).toEqual([{ name: 'private-a', subscriptionCount: 1 }]);
  server.trigger({ channels: ['private-a'], name: 'hello', data: '{"a":1}' });
  expect(await client.received('hello')).toEqual({ event: 'hello', data: '{"a":1}', channel: 'private-a' });
  client.send('pusher:unsubscribe', { channel: 'private-a' });
  await client.settled();
  expect(server.isOccupied('private-a')).toBe(false);
});

test('what the address asks for is refused by its own close code, after nothing else', async () => {
  const { server, port } = await serve();
  const codeOf = async (path: string) => {
    const client = new SocketClient(port, path);
    const { code, reason } = await client.closed;
    expect(client.messages).toEqual([]);
    expect(reason).toMatch(/\w/);
    return code;
  };
  expect(await codeOf('/app/unknown?protocol=7')).toBe(4001);
  expect(await codeOf('/app/app-key?protocol=seven')).toBe(4006);
  expect(await codeOf('/app/app-key?protocol=7.0')).toBe(4006);
  expect(await codeOf('/app/app-key?protocol=4')).toBe(4007);
  expect(await codeOf('/app/app-key?protocol=8')).toBe(4007);
  expect(await codeOf('/app/app-key')).toBe(4008);
  expect(await codeOf('/app/app-key?protocol=')).toBe(4008);
  expect(server.stats().closes).toEqual({ 4001: 1, 4006: 2, 4007: 2, 4008: 2 });
});

test('protocols 5, 6 and 7 are served, and unknown parameters are ignored', async () => {
  const { port } = await serve();
  for (const protocol of [5, 6, 7]) {
    await SocketClient.connect(
      port,
      `/app/app-key?protocol=${protocol}&client=js&version=8.6.0&flash=false&x=%`,
    );
  }
});

test('a path that is not exactly ours is left to the caller', async () => {
  const { server, port } = await serve();
  for (const path of [
    '/',
    '/app',
    '/app/',
    '/app/app-key/',
    '/app/app-key/x',
    '/apps/app-key',
    '/App/app-key',
    '//app/app-key',
    '/x/app/app-key',
  ]) {
    expect(await handshakeStatus(port, `${path}?protocol=7`), path).toBe(404);
  }
  expect(server.stats()).toMatchObject({ connections: 0, refusedUpgrades: {} });
});

test('an absolute address is left to the caller too, and nobody is called up', async () => {
  const { port } = await serve();
  const socket = connect(port, '127.0.0.1');
  socket.write(
    'GET http://169.254.169.254/app/app-key?protocol=7 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\n' +
      'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
  );
  const [answer] = await new Promise<Buffer[]>((resolve) => socket.once('data', (...data) => resolve(data)));
  expect(answer?.toString()).toMatch(/^HTTP\/1.1 404/);
  socket.destroy();
});

test('only listed origins may connect; none and null cannot be listed', async () => {
  const { server, port } = await serve({ allowedOrigins: ['https://example.test', 'null'] });
  const path = '/app/app-key?protocol=7';
  expect(await handshakeStatus(port, path, { origin: 'https://example.test' })).toBe(101);
  for (const origin of [
    'https://evil.test',
    'http://example.test',
    'https://example.test.evil',
    'null',
    '',
  ]) {
    expect(await handshakeStatus(port, path, { origin }), origin).toBe(403);
  }
  expect(await handshakeStatus(port, path)).toBe(403);
  expect(server.stats().refusedUpgrades).toEqual({ 403: 6 });
});

test('a function may decide about origins', async () => {
  const { port } = await serve({ allowedOrigins: (origin) => origin === undefined });
  expect(await handshakeStatus(port, '/app/app-key?protocol=7')).toBe(101);
  expect(await handshakeStatus(port, '/app/app-key?protocol=7', { origin: 'https://a.test' })).toBe(403);
});

test('a callback that throws refuses one upgrade and ends nothing', async () => {
  const allowedOrigins = () => {
    throw new Error('broken application');
  };
  const { port, server } = await serve({ allowedOrigins });
  expect(await handshakeStatus(port, '/app/app-key?protocol=7')).toBe(503);
  expect(server.stats().refusedUpgrades).toEqual({ 503: 1 });
});

test('a full server answers before the handshake, and has room again when somebody leaves', async () => {
  const { server, port } = await serve({ limits: { maxConnections: 2 } });
  const first = await SocketClient.connect(port);
  await SocketClient.connect(port);
  expect(await handshakeStatus(port, '/app/app-key?protocol=7')).toBe(503);
  first.socket.close();
  await first.closed;
  await vi.waitFor(() => expect(server.stats().connections).toBe(1));
  await SocketClient.connect(port);
});

test('one address cannot take all the room', async () => {
  const addressOf = (request: { headers: Record<string, string | string[] | undefined> }) =>
    String(request.headers['x-from']);
  const { port } = await serve({ limits: { maxConnectionsPerAddress: 1 }, addressOf });
  const path = '/app/app-key?protocol=7';
  await SocketClient.connect(port, path, { headers: { 'x-from': 'a' } });
  expect(await handshakeStatus(port, path, { 'x-from': 'a' })).toBe(429);
  expect(await handshakeStatus(port, path, { 'x-from': 'b' })).toBe(101);
  const statusFrom = (from: string) => handshakeStatus(port, path, { 'x-from': from });
  await SocketClient.connect(port, path, { headers: { 'x-from': '2001:db8::1' } });
  expect(await statusFrom('[2001:db8::2]:5555')).toBe(429);
  expect(await statusFrom('2001:db8:0:1::1')).toBe(101);
});

test('a bound for messages beyond 32 bits is a large one, not a small one', async () => {
  const { port } = await serve({ limits: { maxPayloadBytes: 2 ** 32 + 10 } });
  await (await SocketClient.connect(port)).subscribe('news');
});

test('a frame too large, binary, or not UTF-8 concerns its own socket only', async () => {
  const { server, port } = await serve();
  const witness = await SocketClient.connect(port);
  await witness.subscribe('news');

  const large = await SocketClient.connect(port);
  large.socket.send('x'.repeat(16 * 1024 + 1));
  expect((await large.closed).code).toBe(1009);

  const latin = await SocketClient.connect(port);
  latin.socket.send(Buffer.from([0xff, 0xfe]), { binary: false });
  expect((await latin.closed).code).toBe(1007);

  const binary = await SocketClient.connect(port);
  binary.socket.send(Buffer.from('{"event":"pusher:subscribe","data":{"channel":"news"}}'));
  await binary.received('pusher:error');
  await binary.settled();

  server.trigger({ channels: ['news'], name: 'fine', data: '' });
  await witness.received('fine');
  expect(server.stats()).toMatchObject({ connections: 2, closes: { 1009: 1, 1007: 1 } });
  expect([...server.channels()]).toEqual([{ name: 'news', subscriptionCount: 1 }]);
});

test('a message in more than sixteen pieces closes its socket', async () => {
  const { port } = await serve();
  const client = await SocketClient.connect(port);
  for (let piece = 0; piece < 20; piece++) client.socket.send(' ', { fin: false });
  expect((await client.closed).code).toBe(1008);
});

test('compression is off, even for a client that offers it', async () => {
  const { port } = await serve();
  const client = await SocketClient.connect(port, undefined, { perMessageDeflate: true });
  expect(client.socket.extensions).toBe('');
});

test('who does not answer is closed with 4201, who answers pings of the transport stays', async () => {
  const { server, port } = await serve({ activityTimeoutSeconds: 0.2 });
  const alive = await SocketClient.connect(port);
  const dead = await SocketClient.connect(port, undefined, { autoPong: false });
  expect((await dead.closed).code).toBe(4201);
  await alive.settled();
  expect(server.stats().connections).toBe(1);
});

test('the embedding application may close a connection and is told of every end', async () => {
  const gone: string[] = [];
  const { server, port } = await serve({ onClose: (socketId) => gone.push(socketId) });
  const client = await SocketClient.connect(port);
  await client.subscribe('news');
  expect(server.closeConnection(client.socketId, 4009, 'signed out')).toBe(true);
  expect(server.isOccupied('news')).toBe(false);
  expect(await client.closed).toEqual({ code: 4009, reason: 'signed out' });
  expect(server.closeConnection(client.socketId, 4009, 'signed out')).toBe(false);
  expect(gone).toEqual([client.socketId]);
});

test('a close that could not be written is refused before anything is let go of', async () => {
  const { server, port } = await serve();
  const client = await SocketClient.connect(port);
  for (const code of [1000, 1006, 3999, 5000, 4000.5, Number.NaN]) {
    expect(() => server.closeConnection(client.socketId, code, '')).toThrow(RangeError);
  }
  expect(() => server.closeConnection(client.socketId, 4009, 'ä'.repeat(62))).toThrow(RangeError);
  await client.settled();
  expect(server.closeConnection(client.socketId, 4999, 'x'.repeat(123))).toBe(true);
  expect((await client.closed).code).toBe(4999);
});

test('a signature for an earlier connection is worthless on the next', async () => {
  const { port } = await serve();
  const first = await SocketClient.connect(port);
  const auth = authorizeChannel(APP, { socketId: first.socketId, channel: 'private-a' });
  first.socket.close();
  await first.closed;
  const second = await SocketClient.connect(port);
  second.send('pusher:subscribe', { channel: 'private-a', auth });
  await second.received('pusher:subscription_error');
});

test('a reader that stops reading is cut at its bound while others get everything', async () => {
  const { server, port } = await serve({ limits: { maxUnsentBytes: 256 * 1024 } });
  const slow = await SocketClient.connect(port);
  await slow.subscribe('news');
  const quick = await SocketClient.connect(port);
  await quick.subscribe('news');
  slow.socket.pause();
  const data = 'x'.repeat(10_000);
  let sent = 0;
  while (server.stats().droppedSlow === 0 && sent < 5_000) {
    server.trigger({ channels: ['news'], name: `n${sent++}`, data });
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(server.stats()).toMatchObject({ droppedSlow: 1, connections: 1 });
  for (let at = 0; at < sent; at++) expect((await quick.received(`n${at}`)).data).toBe(data);
});
