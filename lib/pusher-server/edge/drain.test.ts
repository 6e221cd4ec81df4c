import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { serve } from '../testing/serve';
import { call } from '../testing/signed-call';
import { handshakeStatus, SocketClient } from '../testing/socket-client';
import { drain } from './drain';

test('a drain closes all with 4200, spread in time, and resolves when the last is gone', async () => {
  const { server, port } = await serve();
  const clients = await Promise.all(Array.from({ length: 20 }, () => SocketClient.connect(port)));
  const moments: number[] = [];
  for (const client of clients) {
    void client.closed.then(() => moments.push(performance.now()));
  }
  const startedAt = performance.now();
  await server.close({ spreadMs: 300, timeoutMs: 5_000 });
  const codes = await Promise.all(clients.map(async ({ closed }) => (await closed).code));
  expect(new Set(codes)).toEqual(new Set([4200]));
  expect(moments).toHaveLength(20);
  expect(Math.max(...moments) - startedAt).toBeGreaterThan(200);
  expect(server.stats()).toMatchObject({ connections: 0, closes: { 4200: 20 } });
});

test('a draining server takes nobody in', async () => {
  const { server, port } = await serve();
  const client = await SocketClient.connect(port);
  const closing = server.close({ spreadMs: 200 });
  expect(await handshakeStatus(port, '/app/app-key?protocol=7')).toBe(503);
  await closing;
  expect((await client.closed).code).toBe(4200);
});

test('who does not answer the close is cut when the time is over', async () => {
  const { server, port } = await serve();
  const stuck = await SocketClient.connect(port);
  stuck.socket.pause();
  const startedAt = performance.now();
  await server.close({ spreadMs: 0, timeoutMs: 100 });
  expect(performance.now() - startedAt).toBeLessThan(3_000);
  expect(server.stats().connections).toBe(0);
});

test('closing an empty server, or closing twice, is done at once', async () => {
  const { server } = await serve();
  await Promise.all([server.close(), server.close()]);
  await server.close();
});

test('the order of the closes is not the order of the connections', async () => {
  const sockets = Array.from({ length: 100 }, (_, at) => at);
  const closed: number[] = [];
  const all = {
    sockets,
    close: (socket: number) => void closed.push(socket),
    terminate: () => expect.unreachable(),
    whenEmpty: () => expect.poll(() => closed.length).toBe(100),
  };
  await drain(all, { spreadMs: 50 });
  expect(closed).not.toEqual(sockets);
  expect([...closed].sort((a, b) => a - b)).toEqual(sockets);
});

test('what was triggered before the drain is delivered before the close', async () => {
  const { server, port } = await serve();
  const clients = await Promise.all(Array.from({ length: 20 }, () => SocketClient.connect(port)));
  for (const client of clients) await client.subscribe('news');
  for (let at = 0; at < 100; at++) server.trigger({ channels: ['news'], name: `n${at}`, data: '' });
  const closing = server.close({ spreadMs: 0 });
  server.trigger({ channels: ['news'], name: 'too-late', data: '' });
  await closing;
  for (const client of clients) {
    expect((await client.closed).code).toBe(4200);
    expect(client.messages.map(({ event }) => event)).toEqual(
      Array.from({ length: 100 }, (_, at) => `n${at}`),
    );
  }
});

test('a draining server still answers calls of its HTTP API, and tells those who are still here', async () => {
  const { server, port } = await serve();
  const client = await SocketClient.connect(port);
  const stuck = await Promise.all(Array.from({ length: 3 }, () => SocketClient.connect(port)));
  await client.subscribe('news');
  // Those who never answer keep the drain open; the rest of the time is the spread's.
  for (const { socket } of stuck) socket.pause();
  const closing = server.close({ spreadMs: 60_000, timeoutMs: 60_000 });
  const before = await call(port, { body: { name: 'still', channels: ['news'], data: '' } });
  expect(before.status).toBe(200);
  for (const { socket } of [client, ...stuck]) socket.terminate();
  await closing;
  const after = await call(port, { body: { name: 'nobody', channels: ['news'], data: '' } });
  expect(after.status).toBe(200);
  expect(client.messages.every(({ event }) => event === 'still')).toBe(true);
});

test('a handshake that is never finished does not hold the drain up, and is refused if it is', async () => {
  const { server, port } = await serve();
  const half = connect(port, '127.0.0.1');
  onTestFinished(() => void half.destroy());
  half.write('GET /app/app-key?protocol=7 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\n');
  const client = await SocketClient.connect(port);
  await server.close({ spreadMs: 0 });
  expect((await client.closed).code).toBe(4200);
  half.write(
    'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
  );
  const [answer] = await new Promise<Buffer[]>((resolve) => half.once('data', (...data) => resolve(data)));
  expect(answer?.toString()).toMatch(/^HTTP\/1\.1 503 /);
});
