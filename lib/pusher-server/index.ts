import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { DrainOptions } from './edge/drain';
import type { RecentClose } from './hub/recent-closes';
import type { PusherServerOptions } from './options';
import { EmbeddedPusherServer } from './pusher-server';

export type { DrainOptions } from './edge/drain';
export type { AllowedOrigins } from './edge/origin';
export type { WebhookPatience, WebhookTarget } from './edge/webhooks';
export type { Happening, Logger, PongData } from './hub/policy';
export type { RecentClose } from './hub/recent-closes';
export { metricsText } from './metrics-text';
export type { PusherApp, PusherServerOptions } from './options';
export { PusherError, type RefusalStatus } from './protocol/errors';
export { DEFAULT_LIMITS, type Limits } from './protocol/limits';
export { authorizeChannel, type ChannelRequest } from './protocol/signatures';

/** An embedded server of the Pusher Channels protocol 7. It opens no port: hand it what an HTTP server gets. */
export type PusherServer = {
  /** Takes an `upgrade` for `/app/<key>` over and returns true; false leaves the socket to the caller. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** Answers a request below `/apps/` and returns true; false leaves it to the caller. */
  handleRequest(request: IncomingMessage, response: ServerResponse): boolean;
  /**
   * Queues one event, under the same rules as `POST /events`, and returns before it is sent.
   * @throws PusherError when it breaks a rule, or 503 when the fan-out is too far behind.
   */
  trigger(event: TriggerInput): void;
  /** Queues up to ten events, or none of them. @throws PusherError as `trigger`. */
  triggerBatch(events: readonly BatchInput[], appId?: string): void;
  /** The occupied channels whose names begin with `prefix`. */
  channels(prefix?: string, appId?: string): Iterable<ChannelSummary>;
  /** Whether anybody is subscribed. */
  isOccupied(channel: string, appId?: string): boolean;
  /** Whether a connection with this socket id is open here. */
  hasConnection(socketId: string): boolean;
  /**
   * Ends one connection, for its channels at once; false if there is none.
   * @throws RangeError unless the code is 4000–4999 and the reason has at most 123 bytes (RFC 6455, 5.5 and 7.4.2).
   */
  closeConnection(socketId: string, code: number, reason: string): boolean;
  /** The counters since the start, and what is open and waiting now. A copy, quick to make. */
  stats(): PusherServerStats;
  /** The last 100 connections that ended, of all applications, newest first. A copy. */
  recentCloses(): readonly RecentClose[];
  /**
   * The `limit` occupied channels with most subscriptions, greatest first; events decide among equals. Users' own
   * channels (`#server-to-user-…`) are not listed. Looks at every channel once.
   * @throws RangeError unless the limit is 1–100.
   */
  busiestChannels(limit: number, appId?: string): readonly BusyChannel[];
  /** Refuses new connections, closes the others with 4200 spread over `spreadMs`, resolves when all are gone. */
  close(options?: DrainOptions): Promise<void>;
};

/** One event for up to 100 channels. `socketId` is the one connection that is not told. */
export type TriggerInput = {
  readonly appId?: string;
  readonly channels: readonly string[];
  readonly name: string;
  /** At most 10 KiB; passed on as it is. */
  readonly data: string;
  readonly socketId?: string;
};

/** One event of a batch, for one channel. */
export type BatchInput = {
  readonly channel: string;
  readonly name: string;
  readonly data: string;
  readonly socketId?: string;
};

/** An occupied channel; `subscriptionCount` is at least 1. */
export type ChannelSummary = { readonly name: string; readonly subscriptionCount: number };

/** An occupied channel, with the events triggered or sent by clients on it since it became occupied. */
export type BusyChannel = ChannelSummary & { readonly events: number };

/** What the server counts: what is now, and totals since its start, of all applications together. */
export type PusherServerStats = {
  /** Open now. */
  readonly connections: number;
  /** Ever accepted: what is open now and what has ended, `closes` added up. */
  readonly connectionsOpened: number;
  /** Connections on channels now; users' own channels (`#server-to-user-…`) are channels too, here and below. */
  readonly subscriptions: number;
  /** Occupied now. */
  readonly channels: number;
  /** WebSocket messages from clients and to clients; pings of the transport are not counted. */
  readonly messagesIn: number;
  readonly messagesOut: number;
  /** Bytes of these messages, WebSocket headers not included. */
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Events triggered over HTTP or in process, each counted once however many channels it went to. */
  readonly triggers: number;
  /** Client events passed on. */
  readonly clientEvents: number;
  /** Answered calls of the HTTP API, by HTTP status. */
  readonly apiCalls: Readonly<Record<number, number>>;
  /** Upgrades answered with an HTTP status instead of a connection, by it. */
  readonly refusedUpgrades: Readonly<Record<number, number>>;
  /** Subscriptions refused, by the status the client was told: 401 not authorised, 4004 too many. */
  readonly refusedSubscriptions: Readonly<Record<number, number>>;
  /**
   * Ended connections by close code. 1006 is a line that broke, slow readers included; 3000 is any code from 3000
   * on that a client chose.
   */
  readonly closes: Readonly<Record<number, number>>;
  /** Connections cut because they did not read. */
  readonly droppedSlow: number;
  /** Frames waiting in the fan-out, each for all its subscribers; their bytes; the most bytes that ever waited. */
  readonly queuedFrames: number;
  readonly queuedBytes: number;
  readonly queuedBytesPeak: number;
  /** Signatures of HTTP calls held against a second use; 0 when replays are not refused. */
  readonly usedSignatures: number;
  /** Happenings told to receivers, those that were given up, and those still waiting or under way. */
  readonly webhooksSent: number;
  readonly webhooksDropped: number;
  readonly webhooksWaiting: number;
};

/**
 * Starts a server for the given applications. It listens on nothing and keeps no process alive; `close` ends it.
 * @throws RangeError when an application or a limit makes no sense.
 */
export function createPusherServer(options: PusherServerOptions): PusherServer {
  return new EmbeddedPusherServer(options);
}
