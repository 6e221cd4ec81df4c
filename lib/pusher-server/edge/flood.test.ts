import { connect, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { type Served, serve } from '../testing/serve';
import { SocketClient } from '../testing/socket-client';

const HANDSHAKE =
  'GET /app/app-key?protocol=7 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
  'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n';

/** A socket that has been upgraded and does not read. */
async function nonReader(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1', () => socket.write(HANDSHAKE));
  socket.on('error', () => socket.destroy());
  onTestFinished(() => void socket.destroy());
  await new Promise((resolve) => socket.once('readable', resolve));
  return socket;
}

async function assertServes({ server, port }: Served): Promise<void> {
  const witness = await SocketClient.connect(port);
  await witness.subscribe('news');
  server.trigger({ channels: ['news'], name: 'still-here', data: '' });
  await witness.received('still-here');
  witness.socket.terminate();
}

test('subscribing and unsubscribing without end is closed with 4100', async () => {
  const served = await serve();
  const client = await SocketClient.connect(served.port);
  for (let at = 0; at < 10_000; at++) {
    client.send(at % 2 ? 'pusher:unsubscribe' : 'pusher:subscribe', { channel: 'flood' });
  }
  expect((await client.closed).code).toBe(4100);
  await assertServes(served);
  expect(served.server.isOccupied('flood')).toBe(false);
});

test.each([
  ['pings nobody reads the answers of', Buffer.from([0x89, 0x84, 0, 0, 0, 0, 1, 2, 3, 4])],
  ['fragments of one byte', Buffer.from([0x01, 0x81, 0, 0, 0, 0, 0x20])],
  ['empty fragments', Buffer.from([0x01, 0x80, 0, 0, 0, 0])],
])('a flood of %s ends its own socket at most', async (_what, frame) => {
  const served = await serve();
  const socket = await nonReader(served.port);
  const flood = Buffer.concat(Array.from({ length: 10_000 }, () => frame));
  for (let round = 0; round < 20 && !socket.destroyed; round++) {
    await new Promise((resolve) => socket.write(flood, resolve));
  }
  await assertServes(served);
  socket.destroy();
  await expect.poll(() => served.server.stats().connections).toBe(0);
});

test('a message dribbled in byte by byte is read, or closes its socket, and holds nobody up', async () => {
  const served = await serve();
  const socket = await nonReader(served.port);
  socket.setNoDelay();
  for (const byte of Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0x7b, 0x7d])) {
    await new Promise((resolve) => socket.write(Buffer.of(byte), resolve));
    await assertServes(served);
  }
  await expect.poll(() => served.server.stats().messagesIn).toBeGreaterThan(8);
});
