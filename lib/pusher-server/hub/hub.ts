import { randomInt } from 'node:crypto';
import type { Close } from '../protocol/close-codes';
import { PusherError } from '../protocol/errors';
import type { Limits } from '../protocol/limits';
import { connectionEstablished, eventText, frameFor } from '../protocol/messages';
import { channelKind } from '../protocol/names';
import type { Member } from '../protocol/presence-member';
import type { Signer } from '../protocol/signatures';
import type { TriggerEvent } from '../protocol/trigger-event';
import { announceJoin, announceLeave } from './announce';
import { Channel } from './channel';
import { Connection } from './connection';
import type { Ended, Ending } from './ending';
import type { Fanout } from './fanout';
import { LastEvents } from './last-events';
import type { Happening, Policy } from './policy';
import { type Counters, countClose } from './stats';
import type { Subscription } from './subscription';
import type { Transport } from './transport';

/** What a hub is built from. Limits, counters and the fan-out are shared by the hubs of all applications. */
export type HubParts = {
  readonly app: Signer;
  readonly limits: Limits;
  readonly counters: Counters;
  readonly fanout: Fanout;
  readonly policy: Policy;
  readonly activityTimeoutSeconds: number;
  /** Where happenings go that webhooks tell of; absent when there are none. */
  readonly report?: (happening: Happening) => void;
  /** Told how each connection ended. It has a clock, the hub has none. */
  readonly ended?: (ended: Ended) => void;
};

/** The connections and channels of one application, in memory. It does no IO and reads no clock. */
export class Hub {
  readonly app: Signer;
  readonly limits: Limits;
  readonly counters: Counters;
  readonly policy: Policy;
  readonly lastEvents: LastEvents;
  readonly report: (happening: Happening) => void;
  readonly #ended: (ended: Ended) => void;
  readonly #fanout: Fanout;
  readonly #activityTimeoutSeconds: number;
  readonly #connections = new Map<string, Connection>();
  readonly #channels = new Map<string, Channel>();

  constructor(parts: HubParts) {
    this.app = parts.app;
    this.limits = parts.limits;
    this.counters = parts.counters;
    this.policy = parts.policy;
    this.lastEvents = new LastEvents(parts.limits);
    this.report = parts.report ?? (() => {});
    this.#ended = parts.ended ?? (() => {});
    this.#fanout = parts.fanout;
    this.#activityTimeoutSeconds = parts.activityTimeoutSeconds;
  }

  get connections(): ReadonlyMap<string, Connection> {
    return this.#connections;
  }

  /** The occupied channels by name. */
  get channels(): ReadonlyMap<string, Channel> {
    return this.#channels;
  }

  /** True while so many frames wait that no new events are taken. */
  get isBehind(): boolean {
    return this.#fanout.isFull;
  }

  /** Takes a new connection in and greets it. */
  open(transport: Transport, nowMs: number, address = ''): Connection {
    const connection = new Connection(newSocketId(), transport, this, { nowMs, address });
    this.counters.connectionsOpened++;
    this.#connections.set(connection.socketId, connection);
    connection.send(connectionEstablished(connection.socketId, this.#activityTimeoutSeconds));
    return connection;
  }

  /** Ends a connection from our side, with a close frame. Its channels are left before this returns. */
  close(connection: Connection, close: Close): void {
    if (!this.#forget(connection, { ...close, by: 'server' })) return;
    connection.close(close);
  }

  /** As `close`, but after everything that is queued by now has been sent: for an end that is no hurry. */
  closeInTurn(connection: Connection, close: Close): void {
    this.inTurn(() => this.close(connection, close));
  }

  /** Acts once everything that is queued by now has been sent; at once when nothing is. It must not throw. */
  inTurn(action: () => void): void {
    this.#fanout.afterQueued(action);
  }

  /** The transport has ended: by the peer's close frame, by a broken line (1006), or for a frame it could not take. */
  lost(connection: Connection, ending: Ending): void {
    if (!this.#forget(connection, ending)) return;
    connection.lost();
  }

  /** Cuts a connection that does not read. It comes back and catches up; that is its client's business. */
  cutSlow(connection: Connection): void {
    if (!this.#forget(connection, TOO_SLOW)) return;
    this.counters.droppedSlow++;
    this.policy.logger?.warn({ socketId: connection.socketId }, 'cut a connection that does not read');
    connection.terminate();
  }

  /** Registers a subscription. The caller has checked that it is allowed and not there yet. */
  join(connection: Connection, name: string, member: Member | null = null): Channel {
    const channel = this.#channels.get(name) ?? new Channel(name);
    const subscription: Subscription = { connection, channel, member, isActive: true };
    this.#channels.set(name, channel);
    connection.subscriptions.set(name, subscription);
    connection.hasSubscribed = true;
    this.#count(channel, 1);
    announceJoin(this, subscription, channel.add(subscription));
    return channel;
  }

  leave(subscription: Subscription): void {
    const { channel, connection } = subscription;
    subscription.isActive = false;
    this.#count(channel, -1);
    connection.subscriptions.delete(channel.name);
    const isMemberGone = channel.remove(subscription);
    if (channel.subscriptionCount === 0) this.#channels.delete(channel.name);
    announceLeave(this, subscription, isMemberGone);
  }

  #count({ kind }: Channel, change: 1 | -1): void {
    this.counters.subscriptions += change;
    if (kind.access === 'public') this.counters.publicSubscriptions += change;
  }

  /**
   * Queues checked events for all their subscribers, in order, and returns before the first is sent.
   * @throws PusherError 503, and queues none of them, while the fan-out is too far behind.
   */
  trigger(events: readonly TriggerEvent[], nowMs: number): void {
    if (this.isBehind) throw new PusherError(503, 'Too many events are waiting; try again');
    for (const event of events) {
      this.counters.triggers++;
      const except = event.socketId === undefined ? null : (this.#connections.get(event.socketId) ?? null);
      let text: string | null = null;
      for (const name of event.channels) {
        if (channelKind(name).cache) this.lastEvents.set(name, event, nowMs);
        const channel = this.#channels.get(name);
        if (!channel) continue;
        channel.events++;
        text ??= eventText(event.name, event.data);
        this.broadcast(channel, frameFor(name, text), except);
      }
    }
  }

  /** Queues one frame for everybody on a channel, or everybody but one. */
  broadcast(channel: Channel, frame: Buffer, except: Connection | null = null): void {
    this.#fanout.push(frame, channel.subscriptions, except);
  }

  /** False when it was forgotten before: every connection ends, is counted and is reported once. */
  #forget(connection: Connection, ending: Ending): boolean {
    if (!this.#connections.delete(connection.socketId)) return false;
    const { openedAtMs, address } = connection;
    this.#ended({ ...ending, openedAtMs, subscriptions: connection.subscriptions.size, address });
    for (const subscription of connection.subscriptions.values()) this.leave(subscription);
    countClose(this.counters, ending);
    try {
      this.policy.onClose?.(connection.socketId);
    } catch (error) {
      // The application's callback failed, not the protocol: the connection is gone either way.
      this.policy.logger?.error({ err: error }, 'onClose failed');
    }
    return true;
  }
}

const TOO_SLOW: Ending = { code: 1006, reason: 'Did not read what was sent', by: 'server' };

/**
 * Two random numbers of up to 47 bits. Never counted and never used again, not even after a restart: a
 * channel signature has no expiry and is bound to nothing but this id.
 */
function newSocketId(): string {
  return `${randomInt(MAX_SOCKET_NUMBER)}.${randomInt(MAX_SOCKET_NUMBER)}`;
}

const MAX_SOCKET_NUMBER = 2 ** 47;
