import { isJsonObject, type JsonObject, parseJson } from './json';
import { isClientEvent } from './names';
import { rawField } from './raw-field';

/**
 * What a client can say. Fields still `unknown` are judged where they are used: a signature by its
 * check, channel data by the presence rules.
 */
export type ClientMessage =
  | { readonly kind: 'ping' }
  | { readonly kind: 'pong' }
  | {
      readonly kind: 'subscribe';
      readonly channel: string;
      readonly auth: unknown;
      readonly channelData: unknown;
    }
  | { readonly kind: 'unsubscribe'; readonly channel: string }
  | { readonly kind: 'sign-in'; readonly auth: unknown; readonly userData: unknown }
  | {
      readonly kind: 'client-event';
      readonly name: string;
      readonly channel: string;
      /** JSON, to the character as it came. */
      readonly dataJson: string | undefined;
    }
  | { readonly kind: 'malformed'; readonly why: string };

/** Reads one text frame. Never throws: whatever cannot be read becomes `malformed` with a sentence. */
export function parseClientMessage(text: string): ClientMessage {
  const message = parseJson(text);
  if (!isJsonObject(message)) return malformed('A message is a JSON object');
  if (typeof message.event !== 'string') return malformed('A message names its event');

  switch (message.event) {
    case 'pusher:ping':
      return PING;
    case 'pusher:pong':
      return PONG;
    case 'pusher:subscribe':
      return subscribe(fieldsOf(message));
    case 'pusher:unsubscribe':
      return unsubscribe(fieldsOf(message));
    case 'pusher:signin':
      return signIn(fieldsOf(message));
    default:
      return isClientEvent(message.event) ? clientEvent(message.event, message, text) : malformed(UNKNOWN);
  }
}

const PING: ClientMessage = { kind: 'ping' };
const PONG: ClientMessage = { kind: 'pong' };
const UNKNOWN = 'No such event; an event for other clients begins with client-';

function malformed(why: string): ClientMessage {
  return { kind: 'malformed', why };
}

/** Official clients send `data` as an object here; the documentation also shows a string of JSON. */
function fieldsOf(message: JsonObject): JsonObject {
  const data = typeof message.data === 'string' ? parseJson(message.data) : message.data;
  return isJsonObject(data) ? data : {};
}

function subscribe({ channel, auth, channel_data: channelData }: JsonObject): ClientMessage {
  if (typeof channel !== 'string') return malformed('A subscription names its channel');
  return { kind: 'subscribe', channel, auth, channelData };
}

function unsubscribe({ channel }: JsonObject): ClientMessage {
  if (typeof channel !== 'string') return malformed('An unsubscription names its channel');
  return { kind: 'unsubscribe', channel };
}

function signIn({ auth, user_data: userData }: JsonObject): ClientMessage {
  return { kind: 'sign-in', auth, userData };
}

function clientEvent(name: string, { channel }: JsonObject, text: string): ClientMessage {
  if (typeof channel !== 'string') return malformed('A client event names its channel');
  return { kind: 'client-event', name, channel, dataJson: rawField(text, 'data') };
}
