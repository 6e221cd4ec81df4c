import { BROADCASTS_CHANNEL, broadcastChannel, USER_CHANNEL_PREFIX } from '@/lib/realtime/channels';

const PREFIXES = [USER_CHANNEL_PREFIX, broadcastChannel('')];

/** Whether the application itself speaks on this channel, so that joining it takes the application's word. */
export function isOwnChannel(channel: string): boolean {
  return channel === BROADCASTS_CHANNEL || PREFIXES.some((prefix) => channel.startsWith(prefix));
}
