import { type ChannelKind, channelKind } from '../protocol/names';
import { Members } from './members';
import type { Subscription } from './subscription';

/** A channel somebody is subscribed to. It exists from the first subscription to the last. */
export class Channel {
  readonly name: string;
  readonly kind: ChannelKind;
  /** Who is here, on a presence channel; null elsewhere. */
  readonly members: Members | null;
  /** Events triggered or sent by clients here since somebody came; news of comings and goings not counted. */
  events = 0;
  /** News of how many are here is waiting for its turn. */
  isCountDue = false;
  readonly #subscriptions = new Set<Subscription>();
  #list: readonly Subscription[] | null = null;

  constructor(name: string) {
    this.name = name;
    this.kind = channelKind(name);
    this.members = this.kind.access === 'presence' ? new Members() : null;
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

  /** True when the member, if it stands for one, is new here. */
  add(subscription: Subscription): boolean {
    this.#subscriptions.add(subscription);
    this.#list = null;
    return subscription.member !== null && this.members?.add(subscription.member) === true;
  }

  /** True when the member, if it stood for one, has left with its last connection. */
  remove(subscription: Subscription): boolean {
    this.#subscriptions.delete(subscription);
    this.#list = null;
    return subscription.member !== null && this.members?.remove(subscription.member) === true;
  }
}
