import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { refuseUpgrade } from '../edge/refuse-upgrade';
import type { PusherServer } from '../index';
import type { Settings } from './settings';

/** A path of the command's own beside the protocol's. Its answer is text. */
export type Page = (request: IncomingMessage) => {
  readonly status: number;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/**
 * The HTTP server of a run: upgrades and `/apps/` are the Pusher server's, then `pages` by their path; all
 * else is 404. While it drains, every answer asks the caller to let go of the connection.
 */
export function createListener(parts: {
  readonly pusher: PusherServer;
  readonly tls: Settings['tls'];
  readonly pages: Readonly<Record<string, Page>>;
  readonly isDraining: () => boolean;
}): Server {
  const { pusher, tls } = parts;
  const server = tls === null ? createServer(TIMEOUTS) : createTlsServer({ ...TIMEOUTS, ...tls });
  server.on('request', (request, response) => {
    if (parts.isDraining()) response.setHeader('Connection', 'close');
    if (!pusher.handleRequest(request, response)) answerPage(parts.pages, request, response);
  });
  server.on('upgrade', (request, socket, head) => {
    // A reset between the request and the handshake is the client's business, not ours to crash on.
    socket.on('error', () => socket.destroy());
    if (!pusher.handleUpgrade(request, socket, head)) refuseUpgrade(socket, 404);
  });
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    else socket.destroy();
  });
  return server;
}

const TIMEOUTS = {
  /** A whole request must arrive within this: nobody holds a connection by being slow. */
  requestTimeout: 30_000,
  headersTimeout: 10_000,
  /** How often these two are looked at; the default of 30 s would let everybody have that much more. */
  connectionsCheckingInterval: 2_000,
  /** Longer than the usual 60 s of a proxy in front, so that it never meets a connection we just closed. */
  keepAliveTimeout: 65_000,
  handshakeTimeout: 10_000,
} as const;

function answerPage(
  pages: Readonly<Record<string, Page>>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const path = request.url?.split('?', 1)[0] ?? '';
  const page = Object.hasOwn(pages, path) ? pages[path] : undefined;
  const isReading = request.method === 'GET' || request.method === 'HEAD';
  if (page && !isReading) response.setHeader('Allow', 'GET, HEAD');
  const answer: ReturnType<Page> = page && isReading ? page(request) : page ? ONLY_READ : NOT_FOUND;
  response.writeHead(answer.status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': Buffer.byteLength(answer.text),
    'Cache-Control': 'no-store',
    ...answer.headers,
  });
  response.end(answer.text);
}

const NOT_FOUND = { status: 404, text: 'Not found\n' };
const ONLY_READ = { status: 405, text: 'Only GET and HEAD\n' };
