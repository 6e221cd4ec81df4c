import { createServer } from 'node:http';
import type { AddressInfo, Socket as TcpSocket } from 'node:net';
import Pusher from 'pusher-js';
import { expect, onTestFinished, test } from 'vitest';
import { createPusherServer } from '@/lib/pusher-server';
import { authorizeChannel } from '@/lib/realtime/authorize-channel';
import type { RealtimeSettings } from '@/lib/realtime/settings';
import { browserClock } from './clock';
import { createConnection } from './connection';
import type { ChannelState } from './link';
import { pusherOptions } from './pusher-options';

const APP = { id: 'app', key: 'a-key', secret: 'a-secret-of-these-tests' };
const SETTINGS: RealtimeSettings = {
  key: APP.key,
  embedded: true,
  host: null,
  port: null,
  cluster: null,
  secure: null,
};

/** The embedded server as a process that can be killed: every socket is cut and the port is free. */
async function startServer(port = 0) {
  const server = createPusherServer({ apps: [APP] });
  const http = createServer((_, response) => response.writeHead(404).end());
  const sockets = new Set<TcpSocket>();
  http.on('connection', (socket) => sockets.add(socket));
  http.on(
    'upgrade',
    (request, socket, head) => server.handleUpgrade(request, socket, head) || socket.destroy(),
  );
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
  const kill = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => http.close(resolve));
    await server.close({ spreadMs: 0, timeoutMs: 100 });
  };
  onTestFinished(kill);
  // A server that listens on a port has an address of this kind.
  return { port: (http.address() as AddressInfo).port, server, kill };
}

test('with the real pusher-js: a killed server has its people back within three seconds of answering again', async () => {
  const first = await startServer();
  const viewer = { id: 'ana', role: 'member' } as const;
  const page = { protocol: 'http:', hostname: '127.0.0.1', port: String(first.port) };
  const connection = createConnection({
    open: async (authorize) => new Pusher(SETTINGS.key, pusherOptions(SETTINGS, page, authorize)),
    authorize: async (socketId, channel) => ({
      kind: 'granted',
      auth: authorizeChannel({ viewer, socketId, channel, app: APP }).auth,
    }),
    clock: browserClock,
    // The middle of every wait: the luckiest and the unluckiest are tried where time is ours.
    random: () => 0.5,
  });
  onTestFinished(connection.close);

  const states: ChannelState[] = [];
  const events: unknown[] = [];
  let wake = () => {};
  const until = async (condition: () => boolean) => {
    while (!condition()) await new Promise<void>((resolve) => (wake = resolve));
  };
  connection.listen('private-user-ana', {
    onState(state) {
      states.push(state);
      wake();
    },
    onEvent(name, data) {
      events.push([name, data]);
      wake();
    },
  });
  await until(() => states.at(-1) === 'subscribed');

  await first.kill();
  await until(() => states.at(-1) === 'down');
  const second = await startServer(first.port);
  const answeredAt = performance.now();
  await until(() => states.at(-1) === 'subscribed');

  expect(performance.now() - answeredAt).toBeLessThan(3_000);
  expect(states.slice(-3)).toEqual(['connecting', 'down', 'subscribed']);

  second.server.trigger({
    channels: ['private-user-ana'],
    name: 'inbox.changed',
    data: '{"v":1}',
  });
  await until(() => events.length > 0);
  expect(events).toEqual([['inbox.changed', { v: 1 }]]);
});
