import { type ChannelKind, channelKind } from '../protocol/names';
import type { Subscription } from './subscription';

/** A channel somebody is subscribed to. It exists from the first subscription to the last. */
export class Channel {
  readonly name: string;
  readonly kind: ChannelKind;
  readonly #subscriptions = new Set<Subscription>();
  #list: readonly Subscription[] | null = null;

  constructor(name: string) {
    this.name = name;
    this.kind = channelKind(name);
  }

  /** Connections on this channel; on a presence channel one user may hold several. */
  get subscriptionCount(): number {
    return this.#subscriptions.size;
  }

  /**
   * The subscriptions of this moment. The list is never changed, only replaced, so many queued events share
   * one copy: it is made at the first event after somebody came or went.
   */
  get subscriptions(): readonly Subscription[] {
    this.#list ??= [...this.#subscriptions];
    return this.#list;
  }

  add(subscription: Subscription): void {
    this.#subscriptions.add(subscription);
    this.#list = null;
  }

  remove(subscription: Subscription): void {
    this.#subscriptions.delete(subscription);
    this.#list = null;
  }
}
