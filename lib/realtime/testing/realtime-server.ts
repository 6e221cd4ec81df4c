import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import Pusher from 'pusher-js';
import { authorizeChannel } from '../authorize-channel';
import type { Listener } from '../channel-access';

export const TEST_APP = { id: 'app', key: 'a-key', secret: 'a-secret-of-these-tests' };

/** Puts a Pusher-protocol server on a free port, and official clients in front of it. */
export async function serveRealtime(pusherServer: ServedServer) {
  const http = createServer((request, response) => {
    if (!pusherServer.handleRequest(request, response)) response.writeHead(404).end();
  });
  http.on('upgrade', (request, socket, head) => {
    if (!pusherServer.handleUpgrade(request, socket, head)) socket.destroy();
  });
  await new Promise<void>((listening) => http.listen(0, '127.0.0.1', listening));
  // Once it listens on a port, the address is not a path.
  const { port } = http.address() as AddressInfo;
  const clients: Pusher[] = [];

  /** A signed-in person’s page that listens to one channel; resolves when the server has said that it does. */
  async function listen(viewer: Listener, channel: string, onSigned: OnSigned = () => {}) {
    const client = new Pusher(TEST_APP.key, {
      cluster: '',
      wsHost: '127.0.0.1',
      wsPort: port,
      forceTLS: false,
      enabledTransports: ['ws'],
      disableStats: true,
      channelAuthorization: {
        // Not asked for: the handler below stands for the request.
        endpoint: '',
        transport: 'ajax',
        customHandler: ({ socketId, channelName }, callback) => {
          try {
            const made = authorizeChannel({ viewer, socketId, channel: channelName, app: TEST_APP });
            onSigned(made);
            callback(null, { auth: made.auth });
          } catch (error) {
            callback(error instanceof Error ? error : new Error('refused'), null);
          }
        },
      },
    });
    clients.push(client);
    const received: Received[] = [];
    let wanted = { count: 0, reached: () => {} };
    const subscription = client.subscribe(channel);
    subscription.bind_global((name: string, data: unknown) => {
      if (name.startsWith('pusher:')) return;
      received.push({ name, data, at: performance.now() });
      if (received.length === wanted.count) wanted.reached();
    });
    const closed = new Promise<void>((resolve) => client.connection.bind('disconnected', () => resolve()));
    await new Promise<void>((resolve, reject) => {
      subscription.bind('pusher:subscription_succeeded', () => resolve());
      subscription.bind('pusher:subscription_error', (error: unknown) =>
        reject(new Error(`refused: ${JSON.stringify(error)}`)),
      );
    });
    return {
      received,
      closed,
      socketId: client.connection.socket_id,
      /** Resolves with all that came when that many have come. */
      until: (count: number) =>
        new Promise<readonly Received[]>((resolve) => {
          wanted = { count, reached: () => resolve(received) };
          if (received.length >= count) resolve(received);
        }),
    };
  }

  async function close(): Promise<void> {
    for (const client of clients) client.disconnect();
    await pusherServer.close({ spreadMs: 0 });
    http.closeAllConnections();
    await new Promise<void>((closed) => http.close(() => closed()));
  }

  return { port, listen, close };
}

export type RealtimeServer = Awaited<ReturnType<typeof serveRealtime>>;
export type Received = { readonly name: string; readonly data: unknown; readonly at: number };
type OnSigned = (made: { socketId: string; channel: string }) => void;
type ServedServer = {
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  handleRequest(request: IncomingMessage, response: ServerResponse): boolean;
  close(options?: { spreadMs?: number }): Promise<void>;
};
