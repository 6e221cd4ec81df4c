import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import Pusher from 'pusher-js';
import { expect, onTestFinished, test, vi } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Verdict } from './channel-authorizer';
import { browserClock } from './clock';
import { createConnection } from './connection';
import type { ChannelState } from './link';
import { pusherOptions } from './pusher-options';
import { EMBEDDED } from './testing/open-inbox';

const BOUND = { timeout: 10_000, interval: 5 };

/** A realtime service that does what the test says, and the real pusher-js under our supervisor before it. */
async function serviceOf({ authorize }: { authorize?: (socketId: string) => Promise<Verdict> } = {}) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const arrivals: { at: number; socket: WebSocket; subscribed: string[] }[] = [];
  const refusing: { code: number | null } = { code: null };
  server.on('connection', (socket) => {
    const arrival = { at: performance.now(), socket, subscribed: [] as string[] };
    arrivals.push(arrival);
    if (refusing.code !== null) return socket.close(refusing.code);
    const tell = (event: string, data: unknown, channel?: string) =>
      socket.send(JSON.stringify({ event, data: JSON.stringify(data), channel }));
    tell('pusher:connection_established', { socket_id: `${arrivals.length}.1`, activity_timeout: 120 });
    socket.on('message', (text) => {
      const { event, data } = JSON.parse(String(text));
      if (event !== 'pusher:subscribe') return;
      arrival.subscribed.push(data.auth);
      tell('pusher_internal:subscription_succeeded', {}, data.channel);
    });
  });
  // A TCP server always has an address of this kind.
  const { port } = server.address() as AddressInfo;
  const page = { protocol: 'http:', hostname: '127.0.0.1', port: String(port) };
  const connection = createConnection({
    open: async (ask) => new Pusher(EMBEDDED.key, pusherOptions(EMBEDDED, page, ask)),
    authorize: authorize ?? (async () => ({ kind: 'granted', auth: 'key:signature' })),
    clock: browserClock,
    // The middle of the first wait is a quarter of a second.
    random: () => 0.5,
  });
  const states: ChannelState[] = [];
  const events: string[] = [];
  connection.listen('private-user-ana', {
    onState: (state) => states.push(state),
    onEvent: (name) => events.push(name),
  });
  onTestFinished(() => {
    connection.close();
    for (const socket of server.clients) socket.terminate();
    server.close();
  });
  const subscribed = (times: number) =>
    vi.waitFor(
      () => expect(states.filter((state) => state === 'subscribed').length).toBeGreaterThanOrEqual(times),
      BOUND,
    );
  return { arrivals, refusing, states, events, subscribed };
}

test.each([1001, 1006, 1011, 4000, 4001, 4009, 4100, 4200, 4201, 4350])(
  'closed with %d the real pusher-js comes back when we say, once, and over the same kind of line',
  async (code) => {
    const service = await serviceOf();
    await service.subscribed(1);
    const [first] = service.arrivals;
    const closedAt = performance.now();
    if (code === 1006) first?.socket.terminate();
    else first?.socket.close(code);
    await service.subscribed(2);

    // Neither at once (as of itself with 4200), nor a second later (4100), nor never (4001, 4350).
    expect((service.arrivals[1]?.at ?? 0) - closedAt).toBeGreaterThan(200);
    expect(service.arrivals).toHaveLength(2);
    expect(service.states).toEqual(['connecting', 'subscribed', 'connecting', 'subscribed']);
    expect(service.events).toEqual(code === 4009 ? ['session.ended'] : []);
  },
);

test('closed again and again while connecting, each attempt waits for its turn', async () => {
  const service = await serviceOf();
  await service.subscribed(1);
  service.refusing.code = 4200;
  service.arrivals[0]?.socket.close(4200);
  await vi.waitFor(() => expect(service.arrivals.length).toBeGreaterThanOrEqual(4), BOUND);
  const gaps = service.arrivals.slice(2).map(({ at }, n) => at - (service.arrivals[n + 1]?.at ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThan(400);
  service.refusing.code = null;
  await service.subscribed(2);
});

test('a signature that comes when its socket is gone is not used on the next one', async () => {
  const waiting: ((verdict: Verdict) => void)[] = [];
  const service = await serviceOf({
    authorize: (socketId) =>
      socketId === '1.1'
        ? new Promise((resolve) => waiting.push(resolve))
        : Promise.resolve({ kind: 'granted', auth: `key:of-${socketId}` }),
  });
  await vi.waitFor(() => expect(waiting).toHaveLength(1), BOUND);
  service.arrivals[0]?.socket.terminate();
  await service.subscribed(1);
  waiting[0]?.({ kind: 'granted', auth: 'key:of-1.1' });
  await new Promise((resolve) => setImmediate(resolve));
  expect(service.arrivals.map(({ subscribed }) => subscribed)).toEqual([[], ['key:of-2.1']]);
  expect(service.states.at(-1)).toBe('subscribed');
});
