import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createPusherServer } from '../index';
import { APP } from './app';
import type { ChildAnswer, ChildQuestion } from './child-server';

// The whole of a child process: a server with everything switched on, told by its parent what to do. Started with
// `--expose-gc`. With `leak-objects` it keeps every upgrade it ever saw, with `leak-buffers` some bytes of each, to
// prove that leaks are seen.

const kept: unknown[] = [];
const server = createPusherServer({
  apps: [APP],
  clientEvents: true,
  subscriptionCounts: true,
  limits: { maxMessagesPerSecond: 1_000_000 },
  addressOf(request) {
    if (process.argv.includes('leak-objects')) kept.push(request);
    if (process.argv.includes('leak-buffers')) kept.push(Buffer.alloc(4_096, 1));
    return request.socket.remoteAddress ?? '';
  },
});
const http = createServer((request, response) => {
  if (!server.handleRequest(request, response)) response.writeHead(404).end('not ours');
});
http.on('upgrade', (request, socket, head) => {
  socket.on('error', () => socket.destroy());
  if (!server.handleUpgrade(request, socket, head)) socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
});
http.listen(0, '127.0.0.1', () => answer({ kind: 'listening', port: (http.address() as AddressInfo).port }));

process.on('message', (question: ChildQuestion) => void act(question));
process.on('disconnect', () => process.exit());

async function act(question: ChildQuestion): Promise<void> {
  if (question.kind === 'trigger') {
    server.trigger({ channels: [question.channel], name: question.name, data: '' });
    return;
  }
  // Twice, with a turn between them: what the first one finalises, the second one frees.
  for (let round = 0; round < 2; round++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    globalThis.gc?.();
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  answer({ kind: 'measured', heldBytes: heapUsed + external, rss, stats: server.stats() });
}

function answer(message: ChildAnswer): void {
  process.send?.(message);
}
