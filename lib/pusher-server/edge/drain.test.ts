import { expect, test } from 'vitest';
import { serve } from '../testing/serve';
import { handshakeStatus, SocketClient } from '../testing/socket-client';

test('a drain closes all with 4200, spread in time, and resolves when the last is gone', async () => {
  const { server, port } = await serve();
  const clients = await Promise.all(Array.from({ length: 20 }, () => SocketClient.connect(port)));
  const order: number[] = [];
  const moments: number[] = [];
  for (const [at, client] of clients.entries()) {
    void client.closed.then(() => {
      order.push(at);
      moments.push(performance.now());
    });
  }
  const startedAt = performance.now();
  await server.close({ spreadMs: 300, timeoutMs: 5_000 });
  const codes = await Promise.all(clients.map(async ({ closed }) => (await closed).code));
  expect(new Set(codes)).toEqual(new Set([4200]));
  expect(order).toHaveLength(20);
  expect(order).not.toEqual([...order].sort((a, b) => a - b));
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
