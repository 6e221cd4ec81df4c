import type { ClientMessage } from '../protocol/client-message';
import { CLOSE } from '../protocol/close-codes';
import {
  cacheMiss,
  errorFrame,
  eventFrame,
  subscriptionError,
  subscriptionSucceeded,
} from '../protocol/messages';
import { channelKind, isChannelName, serverToUserId } from '../protocol/names';
import { admit } from './admit';
import type { Connection } from './connection';
import type { Hub } from './hub';
import { countOne } from './stats';

type Subscribe = Extract<ClientMessage, { kind: 'subscribe' }>;

/**
 * Joins a channel, or says why not. The subscription is registered before success is sent: a client that
 * reads its state on success has missed nothing that was triggered in between.
 */
export function subscribe(hub: Hub, connection: Connection, message: Subscribe, nowMs: number): void {
  const { channel: name } = message;
  if (isOwnUserChannel(connection, name)) {
    // Signing in has joined it. The official client asks all the same, and is told so.
    connection.send(subscriptionSucceeded(name));
    return;
  }
  if (!isChannelName(name)) {
    connection.send(errorFrame('A channel name is 1 to 200 of A-Z a-z 0-9 _ - = @ , . ;'));
    return;
  }
  if (connection.subscriptions.has(name)) {
    connection.send(errorFrame(`Existing subscription to channel ${name}`));
    return;
  }
  if (hub.isBehind && isAnnounced(hub, name)) {
    // Each coming and going is told to everybody: taken in now, a few could queue frames without end.
    hub.close(connection, CLOSE.tooBusy);
    return;
  }
  const admission = admit(hub, connection, message);
  if (admission.refusal) {
    countOne(hub.counters.refusedSubscriptions, admission.refusal.status);
    connection.send(subscriptionError(name, admission.refusal));
    return;
  }
  const channel = hub.join(connection, name, admission.member);
  connection.send(subscriptionSucceeded(name, channel.members?.toJson()));
  if (channel.kind.cache) sendLastEvent(hub, connection, name, nowMs);
}

function isOwnUserChannel(connection: Connection, name: string): boolean {
  return serverToUserId(name) !== null && connection.subscriptions.has(name);
}

/** Whether the others on it are told of a newcomer. */
function isAnnounced(hub: Hub, name: string): boolean {
  return hub.policy.subscriptionCounts === true || channelKind(name).access === 'presence';
}

/** Only to the newcomer, and once: the others had it when it was new. */
function sendLastEvent(hub: Hub, connection: Connection, name: string, nowMs: number): void {
  const last = hub.lastEvents.get(name, nowMs);
  if (last) {
    connection.send(eventFrame(name, last.name, last.data));
    return;
  }
  connection.send(cacheMiss(name));
  hub.report({ name: 'cache_miss', channel: name });
}
