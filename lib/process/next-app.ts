import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import next from 'next';
import { ConfigError } from '@/lib/env';

export type NextApp = Readonly<{
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Development only: hot reload. In production Next never sees an upgrade. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  close(): Promise<void>;
}>;

const HOT_RELOAD_PATH = '/_next/';

/**
 * Next with a stand-in for the HTTP server. Given the real one, Next adds its own `upgrade` listener at the
 * first request and ends every socket whose path matches one of its routes, ours included; and letting it
 * see upgrades in production was an open proxy once (CVE-2026-44578).
 */
export async function createNextApp(options: {
  dir: string;
  development: boolean;
  hostname: string;
  port: number;
}): Promise<NextApp> {
  if (!options.development && !existsSync(join(options.dir, '.next', 'BUILD_ID'))) {
    throw new ConfigError(['The pages are not built. Run `npm run build` first.']);
  }
  const standIn = new EventEmitter();
  const app = next({
    dev: options.development,
    dir: options.dir,
    hostname: options.hostname,
    port: options.port,
    quiet: true,
    // Only `on('upgrade')` is ever called on it.
    httpServer: standIn as never,
  });
  await app.prepare();
  const handle = app.getRequestHandler();
  return {
    handle: (request, response) => handle(request, response),
    handleUpgrade(request, socket, head) {
      if (!options.development || !request.url?.startsWith(HOT_RELOAD_PATH)) return false;
      standIn.emit('upgrade', request, socket, head);
      return true;
    },
    close: () => app.close(),
  };
}
