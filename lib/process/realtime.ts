import type { IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import type { Config, RealtimeConfig } from '@/lib/env';
import type { Cursor } from '@/lib/inbox/stream';
import { createPusherServer, type PusherServer } from '@/lib/pusher-server';
import { ROLE_CHANGED, SESSION_ENDED, type StandingEvent, userChannel } from '@/lib/realtime/channels';
import { createEmbeddedPublisher } from '@/lib/realtime/embedded-publisher';
import { createPongTips } from '@/lib/realtime/pong-tips';
import type { Publisher } from '@/lib/realtime/publisher';
import { createSdkPublisher } from '@/lib/realtime/sdk-publisher';
import { createSessionSockets, type SessionSockets } from '@/lib/realtime/session-sockets';
import { createSocketGrants } from '@/lib/realtime/socket-grants';
import { isOwnChannel } from './own-channels';
import { requestAddress } from './request-address';

export type Realtime = Readonly<{
  /** Null while another service carries the events. */
  server: PusherServer | null;
  publisher: Publisher;
  sockets: Pick<SessionSockets, 'remember'> & {
    closeSession(sessionId: string, userId: string | null): void;
    /** Somebody may have another role: where the sockets are elsewhere, their pages are told to connect anew. */
    roleChanged(userId: string): void;
    grant(socketId: string, channel: string): void;
    /** Whether this socket is open here; true when another service holds the sockets and we cannot know. */
    isOpen(socketId: string): boolean;
    /** How many sockets belong to sessions; null when they are elsewhere. */
    count: (() => number) | null;
    /** Which sockets belong to which session; null when they are elsewhere. */
    sessions: Pick<SessionSockets, 'sessions' | 'closeAll'> | null;
  };
  /** Where a page's browser connects when it is not this server; for the content security policy. */
  connectTo: readonly string[];
}>;

/** A page of ours subscribes in its first second; a socket that never does is somebody counting on our patience. */
const SUBSCRIBE_WITHIN_SECONDS = 15;

/** What a page of ours says, many times over, and more than whoever comes back with all channels at once. */
const LIMITS = { maxMessagesPerSecond: 500 };

/** The embedded server with what guards it, or the way to another service. */
export function openRealtime(given: {
  config: Config;
  logger: Logger;
  /** Where a person's inbox stands; a pong tells it. */
  tip: (userId: string) => Promise<Cursor>;
}): Realtime {
  const { config } = given;
  // A clock that never jumps: a corrected time of day must neither end a grant nor lengthen it.
  const now = () => performance.now();
  if (config.realtime.service) {
    return anotherService(config.realtime, config.realtime.service, given.logger);
  }

  const { appId: id, key, secret } = config.realtime;
  const grants = createSocketGrants({ now });
  const sockets = createSessionSockets({
    close: (socketId, code, reason) => void server.closeConnection(socketId, code, reason),
    now,
  });
  const server = createPusherServer({
    apps: [{ id, key, secret }],
    allowedOrigins: (origin, request) => isOwnOrigin(origin, request, config.publicUrl),
    subscribeWithinSeconds: SUBSCRIBE_WITHIN_SECONDS,
    // People's channels need a fresh grant beside the signature; other channels are the secret's holder's own.
    mayJoin: (socketId, channel) => !isOwnChannel(channel) || grants.take(socketId, channel),
    onClose: (socketId) => sockets.forget(socketId),
    pongData: createPongTips({ tip: given.tip, logger: given.logger }),
    addressOf: (request) => requestAddress(request, config.trustedProxies),
    limits: { ...LIMITS, maxConnectionsPerAddress: config.maxConnectionsPerAddress },
    logger: given.logger,
  });
  return {
    server,
    publisher: createEmbeddedPublisher(server),
    sockets: {
      remember: sockets.remember,
      closeSession: sockets.closeSession,
      // The check of all that is open closes them.
      roleChanged: () => undefined,
      grant: grants.grant,
      isOpen: (socketId) => server.hasConnection(socketId),
      count: sockets.size,
      sessions: sockets,
    },
    connectTo: [],
  };
}

/**
 * With another service the sockets are not here to be closed: the pages of a session that ended are told, and
 * close their own. A program that keeps its socket open all the same goes on listening until it is cut; the
 * service's signatures are bound to that socket.
 */
function anotherService(
  realtime: RealtimeConfig,
  service: NonNullable<RealtimeConfig['service']>,
  logger: Logger,
): Realtime {
  const publisher = createSdkPublisher(realtime);
  const nothing = () => undefined;
  const scheme = service.secure ? 'wss' : 'ws';
  const host = service.host ?? `ws-${service.cluster}.pusher.com`;
  return {
    server: null,
    publisher,
    sockets: {
      remember: nothing,
      closeSession(_sessionId, userId) {
        if (userId !== null) void tellPages(userId, SESSION_ENDED, { publisher, logger });
      },
      roleChanged: (userId) => void tellPages(userId, ROLE_CHANGED, { publisher, logger }),
      grant: nothing,
      isOpen: () => true,
      count: null,
      sessions: null,
    },
    connectTo: [`${scheme}://${host}${service.port === null ? '' : `:${service.port}`}`],
  };
}

/** A hint like all others: whoever misses it learns of it at the next sync, within minutes. */
async function tellPages(
  userId: string,
  name: typeof SESSION_ENDED | typeof ROLE_CHANGED,
  { publisher, logger }: { publisher: Publisher; logger: Logger },
): Promise<void> {
  const data: StandingEvent = { v: 1, asOf: Date.now() };
  try {
    await publisher.publish({ channel: userChannel(userId), name, data });
  } catch (error) {
    const what = name === SESSION_ENDED ? 'a session that ended' : 'somebody with another role';
    logger.warn({ err: error, userId }, `The pages of ${what} were not told`);
  }
}

/**
 * Browsers say where a page came from; another site's page may not connect as its visitor. Programs say
 * nothing and are let in: the signature is what authorises, not where somebody stands.
 */
function isOwnOrigin(origin: string | undefined, request: IncomingMessage, publicUrl: URL | null): boolean {
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  const { host, origin: normal } = new URL(origin);
  return publicUrl === null
    ? host === request.headers.host
    : normal === publicUrl.origin || host === request.headers.host;
}
