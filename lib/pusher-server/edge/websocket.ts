import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type Server, WebSocket, WebSocketServer } from 'ws';
import type { Connection } from '../hub/connection';
import type { Ended, Ending } from '../hub/ending';
import type { Hub } from '../hub/hub';
import type { Logger } from '../hub/policy';
import { receive, receiveBinary, receiveControl } from '../hub/receive';
import { type Counters, countClose, countOne } from '../hub/stats';
import { CLOSE, type Close } from '../protocol/close-codes';
import type { Limits } from '../protocol/limits';
import { addressNetwork } from './address-network';
import { type AllowedOrigins, isAllowedOrigin } from './origin';
import { refuseUpgrade, type UpgradeRefusal } from './refuse-upgrade';
import { SeldomLog } from './seldom-log';
import { SocketRegistry } from './socket-registry';
import { protocolRefusal, type UpgradeTarget, upgradeTarget } from './upgrade-target';
import { WebSocketTransport } from './websocket-transport';

/** What the WebSocket edge needs to know. */
export type WebSocketEdgeParts = {
  readonly path: string;
  readonly hubByKey: ReadonlyMap<string, Hub>;
  readonly limits: Limits;
  readonly counters: Counters;
  readonly allowedOrigins: AllowedOrigins;
  readonly addressOf: (request: IncomingMessage) => string;
  /** Told of the connections that never reach a hub; a hub tells of its own. */
  readonly ended: (ended: Ended) => void;
  readonly logger?: Logger;
};

/** Turns upgrades into connections of a hub, and frames into messages for it. */
export class WebSocketEdge {
  readonly sockets = new SocketRegistry<PusherSocket>();
  readonly #parts: WebSocketEdgeParts;
  readonly #refusals: SeldomLog;
  readonly #server: Server<typeof PusherSocket>;
  #state: 'open' | 'draining' = 'open';

  constructor(parts: WebSocketEdgeParts) {
    this.#parts = parts;
    this.#refusals = new SeldomLog(parts.logger);
    this.#server = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      WebSocket: PusherSocket,
      // ws keeps it in 32 bits: a larger number would be a small one, or none.
      maxPayload: Math.min(parts.limits.maxPayloadBytes, 2 ** 31 - 1),
      ...HARDENED,
    });
  }

  /** True when the request was for a Pusher connection; its socket is then this server's, whatever became of it. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
    const target = upgradeTarget(request.url, this.#parts.path);
    if (target === null) return false;

    const admission = this.#admit(request);
    if (typeof admission === 'number') {
      countOne(this.#parts.counters.refusedUpgrades, admission);
      // Quoted by the logger, and cut: it is whatever the peer wrote.
      const origin = request.headers.origin?.slice(0, 200);
      this.#refusals.info({ status: admission, origin }, 'an upgrade was refused');
      refuseUpgrade(socket, admission);
    } else {
      this.#server.handleUpgrade(request, socket, head, (accepted) => {
        this.#accept(accepted, admission.address, target);
      });
    }
    return true;
  }

  /** From now on every upgrade is answered 503; clients come back to whoever takes over. */
  refuseNew(): void {
    this.#state = 'draining';
  }

  /** The address the connection comes from, or the status it is refused with. */
  #admit(request: IncomingMessage): { readonly address: string } | UpgradeRefusal {
    const { allowedOrigins, addressOf, limits, logger } = this.#parts;
    try {
      if (!isAllowedOrigin(allowedOrigins, request)) return 403;
      if (this.#state === 'draining' || this.sockets.size >= limits.maxConnections) return 503;
      const address = addressOf(request);
      const isMany = this.sockets.countFrom(addressNetwork(address)) >= limits.maxConnectionsPerAddress;
      return isMany ? 429 : { address };
    } catch (error) {
      // A callback of the application's. Thrown on, it would end the process for want of a listener.
      logger?.error({ err: error }, 'allowedOrigins or addressOf failed');
      return 503;
    }
  }

  #accept(socket: PusherSocket, address: string, { key, query }: UpgradeTarget): void {
    this.sockets.add(socket, addressNetwork(address));
    socket.edge = this;
    socket.on('close', onClose);
    socket.on('error', onError);

    const hub = this.#parts.hubByKey.get(key);
    const refusal = hub ? protocolRefusal(query) : CLOSE.unknownKey;
    if (refusal) this.#turnAway(socket, address, refusal);
    else if (hub) this.#open(socket, hub, address);
  }

  /** It was a connection and has ended, as far as counting goes: what was opened is what is open and what ended. */
  #turnAway(socket: PusherSocket, address: string, refusal: Close): void {
    const { counters, ended } = this.#parts;
    const ending = { ...refusal, by: 'server' } as const;
    counters.connectionsOpened++;
    countClose(counters, ending);
    ended({ ...ending, openedAtMs: performance.now(), subscriptions: 0, address });
    socket.close(refusal.code, refusal.reason);
  }

  #open(socket: PusherSocket, hub: Hub, address: string): void {
    socket.hub = hub;
    socket.connection = hub.open(new WebSocketTransport(socket), performance.now(), address);
    socket.on('message', onMessage);
    socket.on('ping', onControl);
    socket.on('pong', onControl);
  }

  /** A defect met while handling one frame ends that connection, never the process. */
  failed(socket: PusherSocket, error: unknown): void {
    this.#parts.logger?.error({ err: error }, 'a message could not be handled');
    if (socket.hub && socket.connection) socket.hub.close(socket.connection, CLOSE.defect);
  }
}

/**
 * A socket that knows whose it is. The listeners below are shared by all, none is made per connection; they are
 * put on sockets of this class only, which is what their casts of `this` rest on.
 */
class PusherSocket extends WebSocket {
  edge: WebSocketEdge | null = null;
  hub: Hub | null = null;
  connection: Connection | null = null;
}

function onMessage(this: WebSocket, data: RawData, isBinary: boolean): void {
  const { hub, connection, edge } = this as PusherSocket;
  if (!hub || !connection) return;
  // One Buffer, as ws gives with its default binaryType.
  const bytes = data as Buffer;
  hub.counters.bytesIn += bytes.length;
  try {
    if (isBinary) receiveBinary(hub, connection, performance.now());
    else receive(hub, connection, bytes.toString(), performance.now());
  } catch (error) {
    edge?.failed(this as PusherSocket, error);
  }
}

function onControl(this: WebSocket): void {
  const { hub, connection } = this as PusherSocket;
  if (hub && connection) receiveControl(hub, connection, performance.now());
}

function onClose(this: WebSocket, code: number, reason: Buffer): void {
  const { hub, connection, edge } = this as PusherSocket;
  edge?.sockets.remove(this as PusherSocket);
  const by = code === BROKEN_LINE ? 'line' : 'client';
  if (hub && connection) hub.lost(connection, { code, reason: reason.toString(), by });
}

/** A broken frame or line. ws closes the socket itself; `close` follows, as late as the peer likes. */
function onError(this: WebSocket, error: Error & { readonly code?: string }): void {
  const { hub, connection } = this as PusherSocket;
  if (hub && connection) hub.lost(connection, endingOf(error.code ?? ''));
}

/** With the code ws sends for its error, which it does not tell: 1006 when the line broke and nothing was sent. */
function endingOf(error: string): Ending {
  if (!error.startsWith('WS_ERR_')) return { code: BROKEN_LINE, reason: error, by: 'line' };
  return { code: CODE_OF_ERROR[error] ?? 1002, reason: error, by: 'server' };
}

/** What is told of an end without a close frame (RFC 6455, 7.1.5). */
const BROKEN_LINE = 1006;

const CODE_OF_ERROR: Readonly<Record<string, number>> = {
  WS_ERR_INVALID_UTF8: 1007,
  WS_ERR_TOO_MANY_BUFFERED_PARTS: 1008,
  WS_ERR_UNSUPPORTED_MESSAGE_LENGTH: 1009,
};

/**
 * Compression would cost 254 KiB a connection instead of 14, and is a bomb's fuse: off, in plain sight.
 * The others bound what one message may be cut into (CVE-2026-48779, CVE-2026-62389), unanswered pings,
 * and the wait for a peer's close frame.
 */
const HARDENED = {
  perMessageDeflate: false,
  maxFragments: 16,
  maxBufferedChunks: 64,
  maxPendingAutoPongs: 16,
  closeTimeout: 5_000,
} as const;
