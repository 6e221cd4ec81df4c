import { connect, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { HANDSHAKE } from '../testing/raw-bytes';
import { type Served, serve } from '../testing/serve';
import { SocketClient } from '../testing/socket-client';

const LONG = { timeout: 60_000 };

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

test('binary messages, pings and pongs without end are closed', async () => {
  const served = await serve();
  const floods: ((client: SocketClient) => void)[] = [
    ({ socket }) => socket.send(Buffer.from('{}')),
    ({ socket }) => socket.ping(),
    ({ socket }) => socket.pong(),
  ];
  for (const flood of floods) {
    const client = await SocketClient.connect(served.port);
    for (let at = 0; at < 3_000; at++) flood(client);
    // Pings in one breath are cut (1006) as soon as seventeen answers wait.
    expect([4100, 1006]).toContain((await client.closed).code);
  }
  expect(served.server.stats().closes[4100]).toBeGreaterThanOrEqual(2);
  await assertServes(served);
});

test('bytes of a frame that never ends are no sign of life', LONG, async () => {
  const served = await serve({ activityTimeoutSeconds: 0.6 });
  const socket = await nonReader(served.port);
  socket.setNoDelay();
  // A text frame of 8,192 bytes is announced; whoever is in the middle of one can answer no ping.
  socket.write(Buffer.from([0x81, 0xfe, 0x20, 0x00, 0, 0, 0, 0]));
  const dribbling = setInterval(() => socket.write('x'), 20);
  onTestFinished(() => clearInterval(dribbling));
  await expect.poll(() => served.server.stats().closes[4201], { timeout: 10_000 }).toBe(1);
  await assertServes(served);
});

test('whoever subscribes to nothing in time is closed with 4100, whoever did stays', async () => {
  const { server, port } = await serve({ subscribeWithinSeconds: 0.5 });
  const busy = await SocketClient.connect(port);
  await busy.subscribe('news');
  const idle = await SocketClient.connect(port);
  // Asking and being refused is not subscribing.
  idle.send('pusher:subscribe', { channel: 'private-a', auth: 'app-key:no' });
  await idle.received('pusher:subscription_error');
  expect((await idle.closed).code).toBe(4100);
  await busy.settled();
  expect(server.stats().connections).toBe(1);
});

test('a thousand sockets that leave in the middle of a handshake leave nothing behind', LONG, async () => {
  const served = await serve();
  for (let round = 0; round < 5; round++) {
    await Promise.all(
      Array.from({ length: 200 }, (_, at) => {
        const part = HANDSHAKE.subarray(0, [0, 50, HANDSHAKE.length - 2, HANDSHAKE.length][at % 4]);
        return new Promise<void>((resolve) => {
          const socket = connect(served.port, '127.0.0.1', () => {
            socket.write(part, () => socket.resetAndDestroy());
          });
          socket.on('error', () => resolve()).on('close', () => resolve());
        });
      }),
    );
  }
  await assertServes(served);
  await expect.poll(() => served.server.stats().connections, { timeout: 10_000 }).toBe(0);
});
