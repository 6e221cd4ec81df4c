import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pino } from 'pino';
import { readEvents } from '@/lib/realtime/testing/event-reader';
import { inboxStream } from '@/lib/server/inbox-stream';
import { openHouse } from '@/lib/server/testing/test-house';
import { answerDirectly } from '../answer-directly';
import { createHttpServer } from '../http-server';

export const STREAM = '/api/inbox/stream';

/** The process's own HTTP server over a real store, with the stream answered as production answers it, and Ana. */
export async function serveStreams() {
  const house = await openHouse();
  const ana = await house.addPerson('Ana', 'member');
  const cookie = await house.signedIn(ana);
  const pages = { handle: async (_: IncomingMessage, response: { end(): unknown }) => void response.end() };
  const http = createHttpServer({
    realtime: null,
    pages: {
      handle: answerDirectly(pages, { [`GET ${STREAM}`]: inboxStream }),
      handleUpgrade: () => false,
    },
    development: false,
    trustedProxies: 0,
    secure: false,
    connectTo: [],
    isStopping: () => false,
    requestDone: () => undefined,
    logger: pino({ level: 'silent' }),
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  // It listens on a port, never on a pipe.
  const { port } = http.address() as AddressInfo;

  /** What `curl -N` does. */
  function curl(query = '', headers: Record<string, string> = {}): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const path = `${STREAM}${query}`;
      httpRequest({ port, host: '127.0.0.1', path, headers: { cookie, ...headers } }, resolve)
        .on('error', reject)
        .end();
    });
  }

  async function open(query?: string, headers?: Record<string, string>) {
    const response = await curl(query, headers);
    if (response.statusCode !== 200) throw new Error(`refused: ${response.statusCode}`);
    // The two kinds of stream are one; only their declarations differ.
    const body = Readable.toWeb(response) as ReadableStream<Uint8Array>;
    return { ...readEvents(body), response };
  }

  let made = 0;
  /** Notifies Ana; answers the notification's id. */
  async function notify(title: string, body: string | null = null): Promise<string> {
    made += 1;
    await house.store.append({
      recipients: [{ userId: ana.id, id: `n${made}` }],
      content: { title, body, url: null, category: 'general', severity: 'info' },
      now: house.clock.now,
    });
    return `n${made}`;
  }

  async function close(): Promise<void> {
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
    await house.close();
  }

  return { house, ana, cookie, http, port, curl, open, notify, close };
}

export type ServedStreams = Awaited<ReturnType<typeof serveStreams>>;
