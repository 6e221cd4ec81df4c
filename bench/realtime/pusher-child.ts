import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createPusherServer } from '@/lib/pusher-server';
import { APP } from './app';
import { nowMs } from './clock';
import { OWN_COMMANDS, serveCommands } from './commands';

/** The package alone in a process: what it needs, a port, and ears for commands. Nothing is set but the application. */
const pusher = createPusherServer({ apps: [APP] });
const server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
  if (!pusher.handleRequest(request, response)) response.writeHead(404).end();
});
server.on('upgrade', (request, socket, head) => {
  if (!pusher.handleUpgrade(request, socket, head)) socket.destroy();
});
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => {
  // A TCP server always has an address of this kind.
  process.send?.({ port: (server.address() as AddressInfo).port });
});

const RESOLUTION_MS = 10;
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });

serveCommands({
  ...OWN_COMMANDS,
  /** Triggers in process and answers the moment before. */
  trigger: ({ channels, name, data }: { channels: string[]; name: string; data: string }) => {
    const at = nowMs();
    pusher.trigger({ channels, name, data });
    return at;
  },
  stats: () => ({ ...pusher.stats(), rss: process.memoryUsage.rss() }),
  watchLoop: () => delay.enable(),
  /** How long the event loop stood still, p99 in milliseconds, since it was watched. */
  loopP99: () => {
    delay.disable();
    return Math.max(0, delay.percentile(99) / 1e6 - RESOLUTION_MS);
  },
});
