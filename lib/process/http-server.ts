import { randomBytes, randomUUID } from 'node:crypto';
import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { faultPointBeforeAnswer } from '@/lib/fault-kit/point';
import { contentSecurityPolicy } from './content-security-policy';
import { isLocalPeer } from './is-local-peer';
import { requestAddress } from './request-address';

type Upgrades = { handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean };
type Requests = { handleRequest(request: IncomingMessage, response: ServerResponse): boolean };

export type HttpServerOptions = Readonly<{
  /** Null while another service carries the events. */
  realtime: (Upgrades & Requests) | null;
  pages: Upgrades & { handle(request: IncomingMessage, response: ServerResponse): Promise<void> };
  development: boolean;
  trustedProxies: number;
  /** Whether people reach us over TLS: then browsers are told to insist on it. */
  secure: boolean;
  connectTo: readonly string[];
  /** True from the first signal on: nothing new is taken, and kept-alive connections are told to end. */
  isStopping: () => boolean;
  /** Told of each page and file that was sent; requests of the API are counted where they are handled. */
  requestDone: (request: { route: 'page' | 'asset'; status: number; seconds: number }) => void;
  logger: Logger;
}>;

/** A whole request must arrive within this; slow-loris clients hold nothing longer. */
const REQUEST_TIMEOUT_MS = 30_000;
const HEADERS_TIMEOUT_MS = 10_000;
/** How often these two are looked at; the default of 30 s would let everybody have that much more. */
const CHECKED_EVERY_MS = 2_000;
/** Longer than the usual 60 s of a proxy in front, so that it never meets a connection we just closed. */
const KEEP_ALIVE_MS = 65_000;

/**
 * The one listener: the realtime server's paths, then Next. Every upgrade is decided here: exactly ours, or
 * the socket is destroyed. Headers that only a server may set are overwritten before anybody reads them.
 */
export function createHttpServer(options: HttpServerOptions): Server {
  const server = createServer(
    {
      requestTimeout: REQUEST_TIMEOUT_MS,
      headersTimeout: HEADERS_TIMEOUT_MS,
      connectionsCheckingInterval: CHECKED_EVERY_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
    },
    (request, response) => {
      if (options.realtime?.handleRequest(request, response)) return;
      answer(request, response, options);
    },
  );
  server.on('upgrade', (request, socket, head) => {
    // A reset between the request and the handshake is the client's business, not ours to crash on.
    socket.on('error', () => socket.destroy());
    if (options.realtime?.handleUpgrade(request, socket, head)) return;
    if (options.pages.handleUpgrade(request, socket, head)) return;
    socket.destroy();
  });
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    else socket.destroy();
  });
  return server;
}

function answer(request: IncomingMessage, response: ServerResponse, options: HttpServerOptions): void {
  const path = request.url ?? '';
  // Next's image optimiser fetches and decodes what it is told to; nothing here uses it (GHSA-2464-fhr4-w9xw).
  if (!path.startsWith('/') || path.startsWith('//') || path.startsWith('/_next/image')) {
    refuse(response, 404, 'Not found');
    return;
  }
  if (!isAddress(path, request.headers.host)) {
    refuse(response, 400, 'This is no address');
    return;
  }
  if (request.method === 'TRACE') {
    refuse(response, 405, 'This method is not served', { Allow: SERVED });
    return;
  }
  if (options.isStopping()) {
    response.setHeader('Connection', 'close');
    // What was begun may finish; what is begun now could be cut off in the middle.
    if (request.method !== 'GET' || path.startsWith('/api/health/ready')) {
      refuse(response, 503, 'This server is stopping', { 'Retry-After': '2' });
      return;
    }
  }
  stamp(request, response, options);
  faultPointBeforeAnswer(request, response);
  const startedMs = performance.now();
  response.on('finish', () => {
    if (!path.startsWith('/api/')) {
      const route = path.startsWith('/_next/') ? 'asset' : 'page';
      const seconds = (performance.now() - startedMs) / 1_000;
      options.requestDone({ route, status: response.statusCode, seconds });
    }
    if (response.statusCode < 500) return;
    const { method, headers } = request;
    options.logger.error(
      {
        requestId: headers['x-request-id'],
        method,
        // Without what follows the question mark: there stands the secret of a one-time link.
        path: path.split('?', 1)[0],
        status: response.statusCode,
      },
      'failed',
    );
  });
  options.pages.handle(request, response).catch((error: unknown) => {
    options.logger.error(
      { err: error, requestId: request.headers['x-request-id'] },
      'a page could not be answered',
    );
    if (!response.headersSent) response.writeHead(500, { 'Content-Type': 'text/plain; charset=utf-8' });
    response.end();
  });
}

/** All that pages and routes know. The web's `Request`, which they are given, may not hold TRACE: that would be a 500 of Next's. */
const SERVED = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS';

/**
 * What no page or route can make sense of would be a 500 somewhere below; it is the sender's mistake. A host is a
 * host and nothing else: a path or a name and password in it would become part of the address that is handled,
 * logged and counted.
 */
function isAddress(path: string, host: string | undefined): boolean {
  if (host === undefined || /[/\\?#@]/.test(host) || !URL.canParse(`http://${host}/`)) return false;
  try {
    decodeURIComponent(path.split('?', 1)[0] ?? '');
    return true;
  } catch {
    return false;
  }
}

/** A refusal from below the pages, in the form of all refusals. */
function refuse(
  response: ServerResponse,
  status: 400 | 404 | 405 | 503,
  detail: string,
  headers: OutgoingHttpHeaders = {},
): void {
  const body = { type: 'about:blank', title: STATUS_CODES[status], status, detail: `${detail}.` };
  response.writeHead(status, {
    ...headers,
    'Content-Type': 'application/problem+json',
    'Cache-Control': 'no-store',
  });
  response.end(JSON.stringify(body));
}

function stamp(request: IncomingMessage, response: ServerResponse, options: HttpServerOptions): void {
  const headers = request.headers;
  headers['x-belfry-client-address'] = requestAddress(request, options.trustedProxies);
  headers['x-belfry-peer'] = isLocalPeer(request) ? 'local' : 'remote';
  if (options.trustedProxies === 0) {
    for (const name of [
      'x-forwarded-for',
      'x-forwarded-host',
      'x-forwarded-proto',
      'x-forwarded-port',
      'forwarded',
    ]) {
      delete headers[name];
    }
  }
  for (const name of Object.keys(headers)) {
    if (name.startsWith('x-middleware-') || name === 'x-nonce') delete headers[name];
  }
  headers['x-request-id'] = randomUUID();
  const policy = contentSecurityPolicy({
    nonce: randomBytes(16).toString('base64'),
    development: options.development,
    connectTo: options.connectTo,
  });
  headers['content-security-policy'] = policy;
  delete headers['content-security-policy-report-only'];

  response.setHeader('Content-Security-Policy', policy);
  response.setHeader('X-Request-Id', headers['x-request-id']);
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'same-origin');
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
  response.setHeader('Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=()');
  if (options.secure) response.setHeader('Strict-Transport-Security', 'max-age=31536000');
}
