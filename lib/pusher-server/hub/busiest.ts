import { serverToUserId } from '../protocol/names';
import type { Channel } from './channel';

/**
 * The channels with most subscriptions, and among equals with most events, greatest first. One look at each channel
 * and a list no longer than `limit`: never a sort of them all. Users' own channels are left out.
 */
export function busiest(channels: Iterable<Channel>, limit: number): readonly Channel[] {
  const top: Channel[] = [];
  for (const channel of channels) {
    const last = top[limit - 1];
    if (last && !isBusier(channel, last)) continue;
    if (serverToUserId(channel.name) !== null) continue;
    insert(top, channel);
    if (top.length > limit) top.pop();
  }
  return top;
}

function insert(top: Channel[], channel: Channel): void {
  let at = top.length;
  for (; at > 0; at--) {
    const above = top[at - 1];
    if (above && !isBusier(channel, above)) break;
  }
  top.splice(at, 0, channel);
}

function isBusier(a: Channel, b: Channel): boolean {
  if (a.subscriptionCount !== b.subscriptionCount) return a.subscriptionCount > b.subscriptionCount;
  return a.events > b.events;
}
