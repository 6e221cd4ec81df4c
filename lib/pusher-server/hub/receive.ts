import { type ClientMessage, parseClientMessage } from '../protocol/client-message';
import { CLOSE } from '../protocol/close-codes';
import { errorFrame } from '../protocol/messages';
import { serverToUserId } from '../protocol/names';
import { answerPing } from './answer-ping';
import { relayClientEvent } from './client-event';
import type { Connection } from './connection';
import type { Hub } from './hub';
import { signIn } from './sign-in';
import { subscribe } from './subscribe';

/** Acts on one text frame. Whatever it holds, only its own sender can be affected. */
export function receive(hub: Hub, connection: Connection, text: string, nowMs: number): void {
  if (!connection.isOpen) return;
  hub.counters.messagesIn++;
  if (isTaken(hub, connection, nowMs)) act(hub, connection, parseClientMessage(text), nowMs);
}

/** Answers a binary frame, which no message is. */
export function receiveBinary(hub: Hub, connection: Connection, nowMs: number): void {
  if (!connection.isOpen) return;
  hub.counters.messagesIn++;
  if (isTaken(hub, connection, nowMs)) connection.send(errorFrame('Messages are text'));
}

/** Takes a ping or pong of the transport as the sign of life it is; a flood of them is a flood all the same. */
export function receiveControl(hub: Hub, connection: Connection, nowMs: number): void {
  if (connection.isOpen) isTaken(hub, connection, nowMs);
}

/** False when it was one too many, which ends the connection. */
function isTaken(hub: Hub, connection: Connection, nowMs: number): boolean {
  connection.heard(nowMs);
  if (connection.speaksUnread(hub.limits.maxUnreadAnswers)) {
    hub.cutSlow(connection);
    return false;
  }
  if (connection.messages.allows(hub.limits.maxMessagesPerSecond, nowMs)) return true;
  hub.close(connection, CLOSE.tooManyMessages);
  return false;
}

function act(hub: Hub, connection: Connection, message: ClientMessage, nowMs: number): void {
  switch (message.kind) {
    case 'ping':
      answerPing(hub, connection);
      break;
    case 'pong':
      // Nothing to answer: being heard was the point.
      break;
    case 'subscribe':
      subscribe(hub, connection, message, nowMs);
      break;
    case 'unsubscribe':
      unsubscribe(hub, connection, message.channel);
      break;
    case 'sign-in':
      signIn(hub, connection, message);
      break;
    case 'client-event':
      relayClientEvent(hub, connection, message, nowMs);
      break;
    case 'malformed':
      connection.send(errorFrame(message.why));
      break;
  }
}

/**
 * Leaves a channel; not having been on it is no mistake. A signed-in user's own channel cannot be left: it is
 * how `terminate_connections` finds them.
 */
function unsubscribe(hub: Hub, connection: Connection, name: string): void {
  const subscription = connection.subscriptions.get(name);
  if (subscription && serverToUserId(name) === null) hub.leave(subscription);
}
