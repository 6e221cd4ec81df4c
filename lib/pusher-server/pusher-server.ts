import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { type DrainOptions, drain } from './edge/drain';
import { type HttpApiParts, handleApiRequest } from './edge/http-api';
import { SeldomLog } from './edge/seldom-log';
import { type WebhookCounters, WebhookSender } from './edge/webhooks';
import { WebSocketEdge } from './edge/websocket';
import { busiest } from './hub/busiest';
import type { Ended } from './hub/ending';
import { Fanout } from './hub/fanout';
import { type Patience, patienceOf, sweep, sweepEveryMs } from './hub/heartbeat';
import { Hub } from './hub/hub';
import type { Happening } from './hub/policy';
import { RecentCloses } from './hub/recent-closes';
import { newCounters } from './hub/stats';
import { UsedSignatures } from './hub/used-signatures';
import type {
  BatchInput,
  BusyChannel,
  ChannelSummary,
  PusherServer,
  PusherServerStats,
  RecentClose,
  TriggerInput,
} from './index';
import { checkedApps, checkTimes, type PusherApp, type PusherServerOptions } from './options';
import { CLOSE } from './protocol/close-codes';
import { PusherError } from './protocol/errors';
import { type Limits, withLimits } from './protocol/limits';
import { serverToUserId } from './protocol/names';
import { parseTriggerBatch, parseTriggerEvent } from './protocol/trigger-event';

/** The three rings put together: a hub for each application, one fan-out, the two edges, one timer. */
export class EmbeddedPusherServer implements PusherServer {
  readonly #limits: Limits;
  readonly #counters = newCounters();
  readonly #recentCloses = new RecentCloses();
  readonly #fanout: Fanout;
  readonly #hubs: readonly Hub[];
  readonly #hubById: ReadonlyMap<string, Hub>;
  readonly #webSockets: WebSocketEdge;
  readonly #http: HttpApiParts;
  readonly #webhooks: readonly WebhookSender[];
  readonly #webhookCounters = { sent: 0, dropped: 0 };
  readonly #sweeping: NodeJS.Timeout;

  constructor(options: PusherServerOptions) {
    const apps = checkedApps(options.apps);
    checkTimes(options);
    this.#limits = withLimits(options.limits);
    const { logger, activityTimeoutSeconds = 30 } = options;
    const limits = this.#limits;
    const counters = this.#counters;
    const fanout = new Fanout(limits.maxQueuedBytes);
    this.#fanout = fanout;
    const ended = (end: Ended) => this.#recentCloses.add(end, { atMs: Date.now(), nowMs: performance.now() });
    const shared = { limits, counters, fanout, policy: options, activityTimeoutSeconds, ended };

    const served = apps.map((app) => {
      const senders = webhookSenders(app, options, this.#webhookCounters);
      const report = (happening: Happening) => {
        for (const sender of senders) sender.report(happening);
      };
      return { app, senders, hub: new Hub({ app, ...shared, report }) };
    });
    this.#webhooks = served.flatMap(({ senders }) => senders);
    this.#hubs = served.map(({ hub }) => hub);
    this.#hubById = new Map(served.map(({ app, hub }) => [app.id, hub]));
    this.#http = {
      hubById: this.#hubById,
      limits,
      counters,
      refusals: new SeldomLog(logger),
      usedSignatures: options.refuseReplays === false ? null : new UsedSignatures(limits),
      logger,
    };
    this.#webSockets = new WebSocketEdge({
      path: options.webSocketPath ?? '/app',
      hubByKey: new Map(served.map(({ app, hub }) => [app.key, hub])),
      limits,
      counters,
      allowedOrigins: options.allowedOrigins ?? 'any',
      addressOf: options.addressOf ?? ((request) => request.socket.remoteAddress ?? ''),
      ended,
      logger,
    });
    this.#sweeping = this.#startSweeping(patienceOf(activityTimeoutSeconds, options.subscribeWithinSeconds));
  }

  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
    return this.#webSockets.handleUpgrade(request, socket, head);
  }

  handleRequest(request: IncomingMessage, response: ServerResponse): boolean {
    return handleApiRequest(this.#http, request, response);
  }

  trigger({ appId, socketId, ...event }: TriggerInput): void {
    this.#hub(appId).trigger(
      [parseTriggerEvent({ ...event, socket_id: socketId }, this.#limits)],
      performance.now(),
    );
  }

  triggerBatch(events: readonly BatchInput[], appId?: string): void {
    const batch = events.map(({ socketId, ...event }) => ({ ...event, socket_id: socketId }));
    this.#hub(appId).trigger(parseTriggerBatch({ batch }, this.#limits), performance.now());
  }

  *channels(prefix = '', appId?: string): Iterable<ChannelSummary> {
    for (const { name, subscriptionCount } of this.#hub(appId).channels.values()) {
      const isListed = name.startsWith(prefix) && serverToUserId(name) === null;
      if (isListed) yield { name, subscriptionCount };
    }
  }

  isOccupied(channel: string, appId?: string): boolean {
    return this.#hub(appId).channels.has(channel);
  }

  hasConnection(socketId: string): boolean {
    return this.#hubs.some((hub) => hub.connections.has(socketId));
  }

  closeConnection(socketId: string, code: number, reason: string): boolean {
    // Checked before anything is let go of: a close frame that cannot be written would leave the line open.
    if (!Number.isInteger(code) || code < 4000 || code > 4999 || Buffer.byteLength(reason) > 123) {
      throw new RangeError('A close has a code of 4000 to 4999 and a reason of at most 123 bytes');
    }
    for (const hub of this.#hubs) {
      const connection = hub.connections.get(socketId);
      if (!connection) continue;
      hub.close(connection, { code, reason });
      return true;
    }
    return false;
  }

  stats(): PusherServerStats {
    const count = (of: (hub: Hub) => number) => this.#hubs.reduce((sum, hub) => sum + of(hub), 0);
    return {
      connections: count((hub) => hub.connections.size),
      channels: count((hub) => hub.channels.size),
      ...structuredClone(this.#counters),
      ...this.#fanout.backlog,
      usedSignatures: this.#http.usedSignatures?.size ?? 0,
      webhooksSent: this.#webhookCounters.sent,
      webhooksDropped: this.#webhookCounters.dropped,
      webhooksWaiting: this.#webhooks.reduce((sum, { waiting }) => sum + waiting, 0),
    };
  }

  recentCloses(): readonly RecentClose[] {
    return this.#recentCloses.list();
  }

  busiestChannels(limit: number, appId?: string): readonly BusyChannel[] {
    if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
      throw new RangeError('A list of the busiest channels has 1 to 100 of them');
    }
    return busiest(this.#hub(appId).channels.values(), limit).map(({ name, subscriptionCount, events }) => ({
      name,
      subscriptionCount,
      events,
    }));
  }

  async close(options?: DrainOptions): Promise<void> {
    const { sockets } = this.#webSockets;
    this.#webSockets.refuseNew();
    await drain(
      {
        sockets: sockets.sockets,
        close: ({ hub, connection }) => {
          if (hub && connection) hub.closeInTurn(connection, CLOSE.shuttingDown);
        },
        terminate: (socket) => socket.terminate(),
        whenEmpty: () => sockets.whenEmpty(),
      },
      options,
    );
    clearInterval(this.#sweeping);
    await Promise.all(this.#webhooks.map((sender) => sender.close()));
  }

  /** The first application is meant when none is named. */
  #hub(appId: string | undefined): Hub {
    const hub = appId === undefined ? this.#hubs[0] : this.#hubById.get(appId);
    if (!hub) throw new PusherError(404, 'There is no such application');
    return hub;
  }

  /**
   * One timer for all connections; it keeps no process alive. Silence is measured on a clock that never jumps:
   * a corrected wall clock must not end everybody.
   */
  #startSweeping(patience: Patience): NodeJS.Timeout {
    const sweepAll = () => {
      for (const hub of this.#hubs) sweep(hub, patience, performance.now());
    };
    // After the next look at the sockets: what came while this process was held up counts as heard.
    return setInterval(() => setImmediate(sweepAll), sweepEveryMs(patience)).unref();
  }
}

function webhookSenders(
  app: PusherApp,
  { apps, webhooks = [], webhookPatience: patience, logger }: PusherServerOptions,
  counters: WebhookCounters,
): readonly WebhookSender[] {
  return webhooks
    .filter(({ appId = apps[0]?.id }) => appId === app.id)
    .map((target) => new WebhookSender({ target, signer: app, counters, patience, logger }));
}
