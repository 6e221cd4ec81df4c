import type { ClientMessage } from '../protocol/client-message';
import { CLOSE } from '../protocol/close-codes';
import { isJsonObject, type JsonObject, parseJson } from '../protocol/json';
import { errorFrame, signInSuccess } from '../protocol/messages';
import { serverToUserChannel } from '../protocol/names';
import { isUserAuth } from '../protocol/signatures';
import type { Connection } from './connection';
import type { Hub } from './hub';

/**
 * Makes a connection a certain user's, for good: signing in again as somebody else ends it, as every other
 * refusal does (4009). From then on it hears what is triggered for that user.
 */
export function signIn(
  hub: Hub,
  connection: Connection,
  { auth, userData }: Extract<ClientMessage, { kind: 'sign-in' }>,
): void {
  const user = typeof userData === 'string' ? userOf(hub, parseJson(userData)) : null;
  const isSigned = typeof userData === 'string' && isUserAuth(hub.app, auth, connection.socketId, userData);
  if (!user || !isSigned || (connection.user && connection.user.id !== user.id)) {
    connection.send(errorFrame(CLOSE.unauthorised.reason, CLOSE.unauthorised.code));
    hub.close(connection, CLOSE.unauthorised);
    return;
  }
  connection.user = user;
  const channel = serverToUserChannel(user.id);
  if (!connection.subscriptions.has(channel)) hub.join(connection, channel);
  connection.send(signInSuccess(userData));
}

/** Ends every connection of a user; how many there were. */
export function terminateUser(hub: Hub, userId: string): number {
  const subscriptions = hub.channels.get(serverToUserChannel(userId))?.subscriptions ?? [];
  for (const { connection } of subscriptions) hub.close(connection, CLOSE.terminated);
  return subscriptions.length;
}

/** A signed-in user: their id, and whatever else the application signed. */
export type User = JsonObject & { readonly id: string };

function userOf(hub: Hub, user: unknown): User | null {
  if (!isJsonObject(user) || typeof user.id !== 'string') return null;
  const { id } = user;
  return id !== '' && id.length <= hub.limits.maxUserIdLength ? { ...user, id } : null;
}
