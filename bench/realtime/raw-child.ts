import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { nowMs } from './clock';
import { OWN_COMMANDS, serveCommands } from './commands';

/**
 * The least that the same work can cost with the same parts: a `ws` server that sends one buffer to every socket,
 * and a `node:http` server that reads a body and answers `{}`. No protocol, no channels, no checks.
 */
const server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
  request.on('data', () => undefined);
  request.on('end', () => {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 2 });
    response.end('{}');
  });
});
const sockets = new WebSocketServer({ server, perMessageDeflate: false });
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => {
  // A TCP server always has an address of this kind.
  process.send?.({ port: (server.address() as AddressInfo).port });
});

serveCommands({
  ...OWN_COMMANDS,
  /** Sends the text to everybody and answers the moment before. */
  broadcast: ({ text }: { text: string }) => {
    const at = nowMs();
    const frame = Buffer.from(text);
    for (const socket of sockets.clients) socket.send(frame, { binary: false });
    return at;
  },
});
