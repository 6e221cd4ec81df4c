import type { ClientMessage } from '../protocol/client-message';
import { clientEventFrame, errorFrame } from '../protocol/messages';
import type { Connection } from './connection';
import type { Hub } from './hub';
import type { Subscription } from './subscription';

type ClientEventMessage = Extract<ClientMessage, { kind: 'client-event' }>;

/**
 * Passes an event from one client to the others on a private or presence channel both are subscribed to.
 * What breaks a rule is answered and goes nowhere; too many a second is an error (4301), never a close.
 */
export function relayClientEvent(
  hub: Hub,
  connection: Connection,
  message: ClientEventMessage,
  nowMs: number,
): void {
  const subscription = connection.subscriptions.get(message.channel);
  const why = ruleBroken(hub, message, subscription);
  if (why !== null || !subscription) {
    connection.send(errorFrame(why ?? NOT_SUBSCRIBED));
    return;
  }
  if (hub.isBehind || !connection.clientEvents.allows(hub.limits.maxClientEventsPerSecond, nowMs)) {
    connection.send(errorFrame('Too many client events a second', TOO_MANY));
    return;
  }
  relay(hub, subscription, message);
}

const TOO_MANY = 4301;
const NOT_SUBSCRIBED = 'A client event goes to a channel its sender is subscribed to';

function ruleBroken(
  hub: Hub,
  { name, dataJson }: ClientEventMessage,
  subscription: Subscription | undefined,
): string | null {
  const { limits, policy } = hub;
  if (!policy.clientEvents) return 'Client events are not enabled';
  if (!subscription) return NOT_SUBSCRIBED;
  const { kind } = subscription.channel;
  if (kind.access === 'public' || kind.encrypted)
    return 'Client events are for private and presence channels';
  if (name.length > limits.maxEventNameLength) {
    return `The name of an event has at most ${limits.maxEventNameLength} characters`;
  }
  if (Buffer.byteLength(asText(dataJson)) > limits.maxEventDataBytes) {
    return `The data of an event has at most ${limits.maxEventDataBytes} bytes`;
  }
  return null;
}

function relay(
  hub: Hub,
  { channel, connection, member }: Subscription,
  { name, dataJson }: ClientEventMessage,
): void {
  const frame = clientEventFrame(channel.name, { name, dataJson, member });
  hub.counters.clientEvents++;
  channel.events++;
  hub.broadcast(channel, frame, connection);
  hub.report({
    name: 'client_event',
    channel: channel.name,
    event: name,
    data: asText(dataJson),
    socket_id: connection.socketId,
    ...(member && { user_id: member.id }),
  });
}

/** A string is what it says, anything else its JSON. */
function asText(dataJson = ''): string {
  return dataJson.startsWith('"') ? (JSON.parse(dataJson) as string) : dataJson;
}
