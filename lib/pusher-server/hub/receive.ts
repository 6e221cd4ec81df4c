import { type ClientMessage, parseClientMessage } from '../protocol/client-message';
import { CLOSE } from '../protocol/close-codes';
import { errorFrame, PONG_FRAME } from '../protocol/messages';
import type { Connection } from './connection';
import type { Hub } from './hub';
import { subscribe } from './subscribe';

/** Acts on one text frame. Whatever it holds, only its own sender can be affected. */
export function receive(hub: Hub, connection: Connection, text: string, nowMs: number): void {
  if (!connection.isOpen) return;
  hub.counters.messagesIn++;
  connection.heard(nowMs);
  if (!connection.messages.allows(hub.limits.maxMessagesPerSecond, nowMs)) {
    hub.close(connection, CLOSE.tooManyMessages);
    return;
  }
  act(hub, connection, parseClientMessage(text));
}

function act(hub: Hub, connection: Connection, message: ClientMessage): void {
  switch (message.kind) {
    case 'ping':
      connection.send(PONG_FRAME);
      break;
    case 'pong':
      // Nothing to answer: being heard was the point.
      break;
    case 'subscribe':
      subscribe(hub, connection, message);
      break;
    case 'unsubscribe':
      unsubscribe(hub, connection, message.channel);
      break;
    case 'sign-in':
      connection.send(errorFrame('Signing in is not supported'));
      break;
    case 'client-event':
      connection.send(errorFrame('Client events are not enabled'));
      break;
    case 'malformed':
      connection.send(errorFrame(message.why));
      break;
  }
}

/** Leaves a channel. Not having been on it is no mistake. */
function unsubscribe(hub: Hub, connection: Connection, name: string): void {
  const subscription = connection.subscriptions.get(name);
  if (subscription) hub.leave(subscription);
}
