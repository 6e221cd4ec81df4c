import type { Connection } from '../hub/connection';
import { Fanout } from '../hub/fanout';
import { Hub, type HubParts } from '../hub/hub';
import { receive } from '../hub/receive';
import { newCounters } from '../hub/stats';
import { type Limits, withLimits } from '../protocol/limits';
import { authorizeChannel } from '../protocol/signatures';
import { APP } from './app';
import { FakeTransport } from './fake-transport';

export { APP };

/** A hub without sockets. Time is a number the test sets; nothing here waits. */
export class FakeHub {
  readonly hub: Hub;
  nowMs = 1_000_000;

  constructor(parts: { limits?: Partial<Limits> } & Partial<Omit<HubParts, 'limits'>> = {}) {
    const limits = withLimits(parts.limits);
    this.hub = new Hub({
      app: APP,
      counters: newCounters(),
      fanout: new Fanout(limits.maxQueuedBytes),
      policy: {},
      activityTimeoutSeconds: 30,
      ...parts,
      limits,
    });
  }

  /** A connection that has read its greeting. */
  connect(): FakeClient {
    const client = new FakeClient(this);
    client.transport.assertReceived('pusher:connection_established');
    return client;
  }

  /** A connection that is subscribed to these channels, signed where they need it. */
  subscribed(...channels: readonly string[]): FakeClient {
    const client = this.connect();
    for (const channel of channels) client.subscribe(channel);
    client.transport.take();
    return client;
  }

  trigger(channel: string, name: string, data = '{}', socketId?: string): void {
    this.hub.trigger([{ channels: [channel], name, data, socketId, info: [] }], this.nowMs);
  }
}

/** One client of a fake hub. */
export class FakeClient {
  readonly transport = new FakeTransport();
  readonly connection: Connection;
  readonly #world: FakeHub;

  constructor(world: FakeHub) {
    this.#world = world;
    this.connection = world.hub.open(this.transport, world.nowMs);
  }

  get socketId(): string {
    return this.connection.socketId;
  }

  /** Sends raw text, as it would come out of a frame. */
  sendText(text: string): void {
    receive(this.#world.hub, this.connection, text, this.#world.nowMs);
  }

  send(event: string, data?: unknown, channel?: string): void {
    this.sendText(JSON.stringify({ event, data, channel }));
  }

  /** Subscribes with a right signature; channel data is signed along. */
  subscribe(channel: string, channelData?: string): void {
    const auth = authorizeChannel(this.#world.hub.app, { socketId: this.socketId, channel, channelData });
    this.send('pusher:subscribe', { channel, auth, channel_data: channelData });
  }

  unsubscribe(channel: string): void {
    this.send('pusher:unsubscribe', { channel });
  }

  /** The line breaks. */
  lose(): void {
    this.#world.hub.lost(this.connection, { code: 1006, reason: '', by: 'line' });
  }
}

/** Resolves when everything queued in the fan-out so far has been sent. */
export async function fannedOut(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
}
