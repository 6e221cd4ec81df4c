import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseFault } from './fault';
import type { FaultProxy } from './proxy';

export type ControlPort = Readonly<{ port: number; close(): Promise<void> }>;

/**
 * Steers a proxy from any language: `GET /state`, `PUT /mode` with a fault as JSON, `DELETE /connections`. Listens
 * on 127.0.0.1. A request with an `Origin` is refused: no web page has a reason to steer this.
 */
export async function openControlPort(
  proxy: FaultProxy,
  { port = 0 }: { port?: number } = {},
): Promise<ControlPort> {
  const server = createServer((request, response) => {
    void answer(proxy, request).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
      response.end(`${JSON.stringify(body)}\n`);
    });
  });
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    // A server on a port, never on a pipe: the address is an object.
    port: (server.address() as AddressInfo).port,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

type Answer = Readonly<{ status: number; body: unknown }>;

const REQUEST_TIMEOUT_MS = 10_000;
/** A fault is a line of text. */
const BODY_MAX_BYTES = 4_096;

async function answer(proxy: FaultProxy, request: IncomingMessage): Promise<Answer> {
  if (request.headers.origin !== undefined) return refusal(403, 'A page may not steer this.');
  const route = `${request.method} ${request.url}`;
  if (route === 'GET /state') return { status: 200, body: proxy.state() };
  if (route === 'DELETE /connections') return { status: 200, body: { reset: proxy.resetConnections() } };
  if (route === 'PUT /mode') return put(proxy, request);
  return refusal(404, 'There are GET /state, PUT /mode and DELETE /connections.');
}

async function put(proxy: FaultProxy, request: IncomingMessage): Promise<Answer> {
  try {
    const { fault, direction } = parseFault(JSON.parse(await bodyOf(request)));
    await proxy.set(fault, direction ?? undefined);
    return { status: 200, body: proxy.state() };
  } catch (error) {
    return refusal(400, error instanceof Error ? error.message : String(error));
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    bytes += part.length;
    if (bytes > BODY_MAX_BYTES) throw new Error(`A fault has at most ${BODY_MAX_BYTES} bytes.`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

const refusal = (status: number, detail: string): Answer => ({ status, body: { error: detail } });
