import type { ClientMessage } from '../protocol/client-message';
import {
  errorFrame,
  type SubscriptionRefusal,
  subscriptionError,
  subscriptionSucceeded,
} from '../protocol/messages';
import { channelKind, isChannelName } from '../protocol/names';
import { isChannelAuth } from '../protocol/signatures';
import type { Connection } from './connection';
import type { Hub } from './hub';

type Subscribe = Extract<ClientMessage, { kind: 'subscribe' }>;

/**
 * Joins a channel, or says why not. The subscription is registered before success is sent: a client that
 * reads its state on success has missed nothing that was triggered in between.
 */
export function subscribe(hub: Hub, connection: Connection, message: Subscribe): void {
  const { channel: name } = message;
  if (!isChannelName(name)) {
    connection.send(errorFrame('A channel name is 1 to 200 of A-Z a-z 0-9 _ - = @ , . ;'));
    return;
  }
  if (connection.subscriptions.has(name)) {
    connection.send(errorFrame(`Existing subscription to channel ${name}`));
    return;
  }
  const refusal = refusalOf(hub, connection, message);
  if (refusal) {
    connection.send(subscriptionError(name, refusal));
    return;
  }
  hub.join(connection, name);
  connection.send(subscriptionSucceeded(name));
}

function refusalOf(hub: Hub, connection: Connection, message: Subscribe): SubscriptionRefusal | null {
  if (connection.subscriptions.size >= hub.limits.maxChannelsPerConnection) return TOO_MANY_CHANNELS;
  if (channelKind(message.channel).access === 'public') return null;
  if (!isAuthorised(hub, connection, message)) return NOT_AUTHORISED;
  return mayJoin(hub, connection.socketId, message.channel) ? null : NOT_AUTHORISED;
}

const TOO_MANY_CHANNELS: SubscriptionRefusal = {
  type: 'LimitReached',
  error: 'This connection is subscribed to as many channels as it may be',
  status: 4004,
};

/** One sentence for every reason: whoever guesses learns nothing from the answer. */
const NOT_AUTHORISED: SubscriptionRefusal = {
  type: 'AuthError',
  error: 'The signature does not authorise this connection for this channel',
  status: 401,
};

function isAuthorised(
  hub: Hub,
  { socketId }: Connection,
  { channel, auth, channelData }: Subscribe,
): boolean {
  const signed = typeof channelData === 'string' ? { socketId, channel, channelData } : { socketId, channel };
  return isChannelAuth(hub.app, auth, signed);
}

function mayJoin(hub: Hub, socketId: string, channel: string): boolean {
  try {
    return hub.policy.mayJoin?.(socketId, channel) ?? true;
  } catch (error) {
    // An application that cannot answer has not said yes.
    hub.policy.logger?.error({ err: error, channel }, 'mayJoin failed');
    return false;
  }
}
