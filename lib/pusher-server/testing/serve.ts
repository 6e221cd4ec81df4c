import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { createPusherServer, type PusherServer, type PusherServerOptions } from '../index';
import { APP } from './app';

/** A real server on a port of its own, gone when the test is. */
export type Served = {
  readonly server: PusherServer;
  readonly port: number;
  /** Frees the port for a successor; open sockets stay. */
  stopListening(): void;
};

/** Serves on the given port, or on a free one. What is not the server's gets a 404 or is cut. */
export async function serve(options: Partial<PusherServerOptions> = {}, port = 0): Promise<Served> {
  const server = createPusherServer({ apps: [APP], ...options });
  const http = createServer((request, response) => {
    if (!server.handleRequest(request, response)) response.writeHead(404).end('not ours');
  });
  http.on('upgrade', (request: IncomingMessage, socket, head) => {
    if (!server.handleUpgrade(request, socket, head)) socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
  });
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));

  onTestFinished(async () => {
    await server.close({ spreadMs: 0, timeoutMs: 1_000 });
    http.close();
    http.closeAllConnections();
  });
  // A TCP server always has an address of this kind.
  return { server, port: (http.address() as AddressInfo).port, stopListening: () => http.close() };
}
