import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type InboxEvent, parseCursor } from '@/lib/inbox/stream';
import type { ModelInbox } from '@/lib/inbox/testing/model-inbox';
import { authorizeChannel, createPusherServer } from '@/lib/pusher-server';
import { INBOX_CHANGED, userChannel } from '@/lib/realtime/channels';
import { route } from './fake-server';

export const APP = { id: 'app', key: 'a-key', secret: 'a-secret-of-these-tests' };

/** The embedded Pusher server with a model's routes beside it, on one port, as the product serves them. */
export async function startRealServer(model: ModelInbox, port = 0) {
  const pusher = createPusherServer({
    apps: [APP],
    pongData: ({ channels }) => ({ tips: Object.fromEntries(channels.map((name) => [name, tipOf(model)])) }),
  });
  const seen = { syncs: 0, authorisations: 0 };
  let failing = 0;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/';
    const sent = await text(request);
    if (path === '/api/realtime/auth') {
      seen.authorisations += 1;
      if (failing > 0) {
        failing -= 1;
        response.writeHead(500).end('<h1>Internal error</h1>');
        return;
      }
      const form = new URLSearchParams(sent);
      const socketId = form.get('socket_id') ?? '';
      const auth = authorizeChannel(APP, { socketId, channel: form.get('channel_name') ?? '' });
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ auth }));
      return;
    }
    if (path.startsWith('/api/inbox/sync')) seen.syncs += 1;
    const data = route(model, path, request.method ?? 'GET', sent === '' ? null : JSON.parse(sent));
    response.writeHead(data === null ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(data));
  }

  const http = createServer((request, response) => {
    if (!pusher.handleRequest(request, response)) void answer(request, response);
  });
  http.on('upgrade', (request, socket, head) => {
    if (!pusher.handleUpgrade(request, socket, head)) socket.destroy();
  });
  await new Promise<void>((listening) => http.listen(port, '127.0.0.1', listening));

  return {
    // Once it listens on a port, the address is not a path.
    port: (http.address() as AddressInfo).port,
    seen: seen as Readonly<typeof seen>,
    closes: () => pusher.stats().closes,
    /** The next so many authorisations are answered with a 500. */
    failsToAuthorise: (times: number): void => {
      failing = times;
    },
    publish(userId: string, event: InboxEvent | null): void {
      pusher.trigger({ channels: [userChannel(userId)], name: INBOX_CHANGED, data: JSON.stringify(event) });
    },
    /** Fills a person's line with something large that no page listens for. */
    fill(userId: string): void {
      pusher.trigger({ channels: [userChannel(userId)], name: 'filler', data: 'x'.repeat(10_000) });
    },
    /** Closes every socket with 4200 and frees the port. */
    async stop(): Promise<void> {
      await pusher.close({ spreadMs: 0, timeoutMs: 1_000 });
      http.closeAllConnections();
      await new Promise<void>((closed) => http.close(() => closed()));
    },
  };
}

const tipOf = (model: ModelInbox) => parseCursor(model.cursor());
