import { expect, test } from 'vitest';
import { serve } from '../testing/serve';
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
