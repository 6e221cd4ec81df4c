import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createPusherServer } from '../../index';
import type { Target } from '../target';

/** Our own server with every feature on, on a free port of this machine, and how to end it. */
export type OwnServer = { readonly target: Target; close(): Promise<void> };

/** Starts it; webhooks go to the given port of this machine. */
export async function startOwnServer(webhookPort: number): Promise<OwnServer> {
  const app = { id: 'conformance', key: 'conformance-key', secret: 'conformance-secret' };
  const pusher = createPusherServer({
    apps: [app],
    // Short, so that the cases that wait for it take seconds.
    activityTimeoutSeconds: 3,
    clientEvents: true,
    subscriptionCounts: true,
    webhooks: [{ url: `http://127.0.0.1:${webhookPort}/` }],
  });
  const http = createServer((request, response) => {
    if (!pusher.handleRequest(request, response)) response.writeHead(404).end();
  });
  http.on('upgrade', (request, socket, head) => {
    if (!pusher.handleUpgrade(request, socket, head)) socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
  });
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(0, '127.0.0.1', resolve);
  });
  // A TCP server always has an address of this kind.
  const { port } = http.address() as AddressInfo;
  const target = { host: '127.0.0.1', port, tls: false, appId: app.id, key: app.key, secret: app.secret };
  return {
    target,
    async close() {
      await pusher.close({ spreadMs: 0, timeoutMs: 1_000 });
      http.close();
      http.closeAllConnections();
    },
  };
}
