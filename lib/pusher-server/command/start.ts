import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '../hub/policy';
import { createPusherServer, metricsText } from '../index';
import type { PusherApp } from '../options';
import { forwardedAddress } from './forwarded-address';
import { createListener } from './listener';
import { metricsPage } from './metrics-page';
import type { Settings } from './settings';

/** A server that listens. */
export type Running = {
  readonly port: number;
  /** Closes everybody with 4200 over the drain's seconds, answering 503 to who comes; then frees the port. */
  stop(): Promise<void>;
};

/** Starts the Pusher server behind a port of its own. Rejects with the system's error when it cannot listen. */
export async function start(
  settings: Settings & { readonly apps: readonly PusherApp[] },
  logger: Logger,
): Promise<Running> {
  let isDraining = false;
  const pusher = createPusherServer({
    apps: settings.apps,
    allowedOrigins: settings.allowedOrigins,
    clientEvents: settings.clientEvents,
    subscriptionCounts: settings.subscriptionCounts,
    publicChannels: settings.publicChannels,
    refuseReplays: settings.refuseReplays,
    webhooks: settings.apps.flatMap(({ id }) => settings.webhookUrls.map((url) => ({ url, appId: id }))),
    activityTimeoutSeconds: settings.activityTimeoutSeconds,
    subscribeWithinSeconds: settings.subscribeWithinSeconds,
    limits: settings.limits,
    addressOf: (request) => forwardedAddress(request, settings.trustedProxies),
    logger,
  });
  const token = settings.metricsToken;
  const listener = createListener({
    pusher,
    tls: settings.tls,
    pages: {
      '/health': () => (isDraining ? { status: 503, text: 'draining\n' } : { status: 200, text: 'ok\n' }),
      ...(token === null ? {} : { '/metrics': metricsPage(token, () => metricsText(pusher.stats())) }),
    },
    isDraining: () => isDraining,
  });
  listener.listen({ port: settings.port, host: settings.host, backlog: LISTEN_BACKLOG });
  await once(listener, 'listening');

  return {
    // A server on a port, never on a pipe: the address is an object.
    port: (listener.address() as AddressInfo).port,
    async stop() {
      isDraining = true;
      const spreadMs = settings.drainSeconds * 1_000;
      // It listens on meanwhile: a health check must hear that this one is going, not that it is gone.
      await pusher.close({ spreadMs, timeoutMs: spreadMs + STRAGGLERS_MS });
      await closed(listener);
    },
  };
}

/**
 * Calls under way may finish; who holds a connection open without one is cut. With TLS there are also those who
 * never finish their handshake: the HTTP server does not know them yet, so they are not waited for.
 */
async function closed(listener: Server): Promise<void> {
  const done = once(listener, 'close');
  listener.close();
  await Promise.race([done, pause(CALLS_MS)]);
  listener.closeAllConnections();
}

/** A restart brings everybody back within a second or two; the default of 511 turns some of them away. */
const LISTEN_BACKLOG = 4_096;
/** For close frames that nobody answers. */
const STRAGGLERS_MS = 2_000;
const CALLS_MS = 1_000;
