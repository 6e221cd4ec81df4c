import { expect, test } from 'vitest';
import { ChildServer } from '../testing/child-server';
import { malformedMessage, rawFrame } from '../testing/malformed';
import { malformedCall, malformedUpgrade } from '../testing/malformed-http';
import { Random } from '../testing/random';
import { HANDSHAKE, sendBytes } from '../testing/raw-bytes';
import { SocketClient } from '../testing/socket-client';

// `FUZZ_SEED=7 npx vitest run lib/pusher-server/edge/fuzz.test.ts` repeats a run; `FUZZ_COUNT` lengthens it.
const SEED = Number(process.env.FUZZ_SEED ?? 1);
const COUNT = Number(process.env.FUZZ_COUNT ?? 10_000);
const FRAMES_PER_SOCKET = 8;
const MESSAGES_PER_CLIENT = 25;
const AT_A_TIME = 16;
/** After this much, code is compiled and pools have their size: what grows from here on is a leak. */
const WARM_UP = 0.8;

/** Somebody who must not notice anything: hears every event in order and shares no channel with the fuzz. */
class Witness {
  #told = 0;
  readonly #server: ChildServer;
  readonly #client: SocketClient;

  private constructor(server: ChildServer, client: SocketClient) {
    this.#server = server;
    this.#client = client;
  }

  static async join(server: ChildServer): Promise<Witness> {
    const client = await SocketClient.connect(server.port);
    await client.subscribe('private-witness');
    await client.received('pusher_internal:subscription_count');
    return new Witness(server, client);
  }

  async assertUndisturbed(): Promise<void> {
    const name = `told-${this.#told++}`;
    this.#server.trigger('private-witness', name);
    await this.#client.received(name);
    expect(this.#client.messages, `seed ${SEED}`).toEqual([]);
  }
}

type Fuzz = { readonly server: ChildServer; readonly random: Random; readonly witness: Witness };

async function frames({ server, random, witness }: Fuzz, count: number): Promise<void> {
  for (let sent = 0; sent < count; sent += FRAMES_PER_SOCKET * AT_A_TIME) {
    const sessions = Array.from({ length: AT_A_TIME }, () =>
      Array.from({ length: FRAMES_PER_SOCKET }, () => rawFrame(random)),
    );
    await Promise.all(sessions.map((session) => sendBytes(server.port, HANDSHAKE, session)));
    await witness.assertUndisturbed();
  }
}

async function messages({ server, random, witness }: Fuzz, count: number): Promise<void> {
  for (let sent = 0; sent < count; sent += MESSAGES_PER_CLIENT) {
    const client = await SocketClient.connect(server.port);
    for (let at = 0; at < MESSAGES_PER_CLIENT; at++) client.socket.send(malformedMessage(random));
    const closed = await client.settled().then(
      () => null,
      () => client.closed,
    );
    // A refused sign-in closes with 4009 and a message too large with 1009, as they must; nothing else may.
    if (closed) expect([1009, 4009], `seed ${SEED}`).toContain(closed.code);
    client.socket.terminate();
    await witness.assertUndisturbed();
  }
}

/** How often each status was answered; `none` when the line closed without one. */
async function requests(
  { server, random, witness }: Fuzz,
  make: (random: Random) => Buffer,
  count: number,
): Promise<Record<string, number>> {
  const statuses: Record<string, number> = {};
  for (let sent = 0; sent < count; sent += AT_A_TIME) {
    const answers = await Promise.all(
      Array.from({ length: AT_A_TIME }, () => sendBytes(server.port, make(random))),
    );
    for (const answer of answers) {
      const status = /^HTTP\/1\.1 (?:100 Continue\r\n\r\nHTTP\/1\.1 )?(\d{3})/.exec(answer)?.[1] ?? 'none';
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
    await witness.assertUndisturbed();
  }
  return statuses;
}

/** Everything at once, `share` of it. */
async function everything(fuzz: Fuzz, share: number): Promise<void> {
  await frames(fuzz, COUNT * share);
  await messages(fuzz, COUNT * share);
  await requests(fuzz, malformedCall, (COUNT * share) / 5);
  await requests(fuzz, malformedUpgrade, (COUNT * share) / 5);
}

async function begin(...args: readonly string[]): Promise<Fuzz> {
  const server = await ChildServer.start(...args);
  return { server, random: new Random(SEED), witness: await Witness.join(server) };
}

/** Bytes held when all but the witness have gone: objects, and the buffers outside the heap. */
async function settled({ server }: Fuzz): Promise<number> {
  await expect
    .poll(async () => (await server.measure()).stats.connections, { timeout: 20_000, interval: 100 })
    .toBe(1);
  return (await server.measure()).heldBytes;
}

const LONG = { timeout: 600_000 };

test(
  `${COUNT} malformed frames and messages, and a fifth of requests, end nobody else and leave nothing`,
  LONG,
  async () => {
    const fuzz = await begin();
    await everything(fuzz, WARM_UP);
    const before = await settled(fuzz);
    const earlier = (await fuzz.server.measure()).stats;

    await frames(fuzz, COUNT);
    await messages(fuzz, COUNT);
    const calls = await requests(fuzz, malformedCall, COUNT / 5);
    const upgrades = await requests(fuzz, malformedUpgrade, COUNT / 5);

    // A leak never comes back; what a busy machine has not collected yet does.
    await expect
      .poll(async () => (await settled(fuzz)) / before, { timeout: 60_000, interval: 500 })
      .toBeLessThan(1.1);
    const { heldBytes, rss, stats } = await fuzz.server.measure();
    process.stdout.write(
      `fuzz: seed ${SEED}, ${COUNT} frames, ${COUNT} messages, ${COUNT / 5} calls ${JSON.stringify(calls)}, ` +
        `${COUNT / 5} upgrades ${JSON.stringify(upgrades)}; held ${before} then ${heldBytes} bytes, rss ${rss}\n`,
    );
    expect(stats.channels).toBe(1);
    expect(fuzz.server.isAlive).toBe(true);

    // The premise: it was as bad as it was meant to be, and most of it was read, not lost behind a close.
    expect(Object.keys(stats.closes)).toEqual(expect.arrayContaining(['1002', '1007', '1009', '4009']));
    expect(stats.messagesIn - earlier.messagesIn).toBeGreaterThan(COUNT * 0.7);
    expect(Object.keys(calls)).toEqual(expect.arrayContaining(['200', '400', '401', '404', '405']));
    expect(Object.keys(upgrades)).toEqual(expect.arrayContaining(['101', '400', '404']));
    expect([...Object.keys(calls), ...Object.keys(upgrades)]).not.toContain('500');
  },
);

test.each(['objects', 'buffers'])('a leak of %s would be seen', LONG, async (what) => {
  const fuzz = await begin(`leak-${what}`);
  await everything(fuzz, 0.3);
  const before = await settled(fuzz);
  await everything(fuzz, 0.3);
  expect((await settled(fuzz)) / before).toBeGreaterThan(1.1);
});
