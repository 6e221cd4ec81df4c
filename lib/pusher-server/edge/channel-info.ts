import type { Hub } from '../hub/hub';
import { serverToUserId } from '../protocol/names';

/** The asked-for attributes of one channel; an unknown attribute is left out, an unknown channel counts 0. */
export function describeChannel(hub: Hub, name: string, info: readonly string[]): object {
  const channel = hub.channels.get(name);
  return {
    ...(info.includes('subscription_count') && { subscription_count: channel?.subscriptionCount ?? 0 }),
  };
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
