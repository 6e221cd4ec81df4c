import type { Hub } from '../hub/hub';
import { channelKind, serverToUserId } from '../protocol/names';

/** The asked-for attributes of one channel; an unknown attribute is left out, an unknown channel counts 0. */
export function describeChannel(hub: Hub, name: string, info: readonly string[]): object {
  const channel = hub.channels.get(name);
  const { access, cache } = channelKind(name);
  return {
    ...(info.includes('subscription_count') && { subscription_count: channel?.subscriptionCount ?? 0 }),
    ...(info.includes('user_count') && access === 'presence' && { user_count: channel?.members?.size ?? 0 }),
    ...(info.includes('cache') && cache && { cache: lastEvent(hub, name) }),
  };
}

function lastEvent(hub: Hub, name: string): object | null {
  const last = hub.lastEvents.get(name, performance.now());
  return last && { data: last.data, ttl: last.ttlSeconds };
}

/** The occupied channels with a prefix, by name. A user's own channel is nobody's to list. */
export function listChannels(hub: Hub, prefix: string, info: readonly string[]): Record<string, object> {
  // Without a prototype: a channel may be called `__proto__`.
  const channels: Record<string, object> = Object.create(null);
  for (const name of hub.channels.keys()) {
    if (!name.startsWith(prefix) || serverToUserId(name) !== null) continue;
    channels[name] = describeChannel(hub, name, info);
  }
  return channels;
}
