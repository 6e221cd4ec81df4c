import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { malformedMessage, rawFrame } from '../testing/malformed';
import { Random } from '../testing/random';
import { type Served, serve } from '../testing/serve';
import { SocketClient } from '../testing/socket-client';

// `FUZZ_SEED=7 npx vitest run lib/pusher-server/edge/fuzz.test.ts` repeats a run; `FUZZ_COUNT` lengthens it.
const SEED = Number(process.env.FUZZ_SEED ?? 1);
const COUNT = Number(process.env.FUZZ_COUNT ?? 10_000);
const PER_SOCKET = 8;
const AT_A_TIME = 16;
const PER_CLIENT = 25;

const LOUD = { clientEvents: true, subscriptionCounts: true, limits: { maxMessagesPerSecond: 1_000_000 } };

/** Somebody who must not notice anything: hears every event in order and shares no channel with the fuzz. */
class Witness {
  #told = 0;
  readonly #served: Served;
  readonly #client: SocketClient;

  private constructor(served: Served, client: SocketClient) {
    this.#served = served;
    this.#client = client;
  }

  static async join(served: Served): Promise<Witness> {
    const client = await SocketClient.connect(served.port);
    await client.subscribe('private-witness');
    await client.received('pusher_internal:subscription_count');
    return new Witness(served, client);
  }

  async assertUndisturbed(): Promise<void> {
    const name = `told-${this.#told++}`;
    this.#served.server.trigger({ channels: ['private-witness'], name, data: '' });
    await this.#client.received(name);
    expect(this.#client.messages, `seed ${SEED}`).toEqual([]);
  }
}

/** Opens a WebSocket by hand, sends the bytes, and resolves when the server has closed or answered a last ping. */
function sendRaw(port: number, frames: readonly Buffer[]): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.setTimeout(5_000, () => socket.destroy());
    socket.once('data', () => {
      for (const frame of frames) socket.write(frame);
      socket.end();
    });
    socket.resume();
    socket.on('error', () => socket.destroy());
    socket.on('close', () => resolve());
    socket.write(
      'GET /app/app-key?protocol=7 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
    );
  });
}

test(`${COUNT} malformed raw frames end no more than the sockets they came on`, {
  timeout: 600_000,
}, async () => {
  const random = new Random(SEED);
  const served = await serve(LOUD);
  const witness = await Witness.join(served);
  for (let sent = 0; sent < COUNT; sent += PER_SOCKET * AT_A_TIME) {
    const sessions = Array.from({ length: AT_A_TIME }, () =>
      Array.from({ length: PER_SOCKET }, () => rawFrame(random)),
    );
    await Promise.all(sessions.map((frames) => sendRaw(served.port, frames)));
    await witness.assertUndisturbed();
  }
  await expect.poll(() => served.server.stats().connections, { timeout: 10_000 }).toBe(1);
  const { closes, channels } = served.server.stats();
  expect(channels).toBe(1);
  // The premise: the frames were as bad as they were meant to be.
  expect(Object.keys(closes)).toEqual(expect.arrayContaining(['1002', '1007', '1009']));
});

test(`${COUNT} malformed messages close nothing but what they ask to close`, {
  timeout: 600_000,
}, async () => {
  const random = new Random(SEED);
  const served = await serve(LOUD);
  const witness = await Witness.join(served);
  for (let sent = 0; sent < COUNT; sent += PER_CLIENT) {
    const client = await SocketClient.connect(served.port);
    for (let at = 0; at < PER_CLIENT; at++) client.socket.send(malformedMessage(random));
    const closed = await client.settled().then(
      () => null,
      () => client.closed,
    );
    // A refused sign-in closes with 4009 and a message too large with 1009, as they must; nothing else may.
    if (closed) expect([1009, 4009], `seed ${SEED}`).toContain(closed.code);
    client.socket.terminate();
    await witness.assertUndisturbed();
  }
  // The premise: most were really read, not lost behind a close.
  expect(served.server.stats().messagesIn).toBeGreaterThan(COUNT * 0.7);
  await expect.poll(() => served.server.stats().connections, { timeout: 10_000 }).toBe(1);
  expect(served.server.stats().channels).toBe(1);
});
