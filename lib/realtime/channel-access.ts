import type { Role } from '@/lib/inbox/audience';
import { BROADCASTS_CHANNEL, broadcastChannel, userChannel } from './channels';

/**
 * Whether this person may listen to this channel. Nothing is allowed that is not listed here, and a name
 * matches only when it equals, character for character, one that the server builds itself: a prefix, another
 * case, an encoded or a longer spelling of an allowed name is another name, and refused.
 */
export function mayListen(viewer: Listener, channel: string): boolean {
  // Callers hand on what came over the network: an array whose text reads like an allowed name must not pass.
  if (typeof channel !== 'string') return false;
  if (channel === BROADCASTS_CHANNEL) return true;
  if (isPlainId(viewer.id) && channel === userChannel(viewer.id)) return true;
  return watchesBroadcasts(viewer.role) && isBroadcastChannel(channel);
}

export type Listener = Readonly<{ id: string; role: Role }>;

/**
 * The socket id of a channel authorization, or null when it is not one. It is signed together with the
 * channel, separated by a colon, so anything beyond two numbers could make one signature mean another
 * (`1.1:private-user-b`, `1.1::user::{…}`: GHSA-7v7m-pcw5-h3cg).
 */
export function parseSocketId(value: unknown): string | null {
  // No `m` flag and no `\d` with `u`: `$` then is the end of the text, and only ASCII digits are digits.
  return typeof value === 'string' && /^[0-9]{1,20}\.[0-9]{1,20}$/.test(value) ? value : null;
}

/** The ids this project makes are of these letters; they leave no room for the separators of the protocol. */
function isPlainId(id: string): boolean {
  return /^[A-Za-z0-9_-]{1,64}$/.test(id);
}

function watchesBroadcasts(role: Role): boolean {
  return role === 'sender' || role === 'admin';
}

function isBroadcastChannel(channel: string): boolean {
  const id = channel.slice(broadcastChannel('').length);
  return isPlainId(id) && channel === broadcastChannel(id);
}
