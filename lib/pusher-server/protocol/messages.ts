import type { Member } from './presence-member';

/**
 * The frames this server sends, each ready for the wire. An event for many is built once and the same
 * Buffer goes to all. Since protocol 5 the `data` of channel events is a *string*; it is quoted here and
 * never looked into.
 */
export function eventFrame(channel: string, name: string, data: string): Buffer {
  return frameFor(channel, eventText(name, data));
}

/** What the frames of one event have in common, whatever the channel: quoted once for up to a hundred. */
export function eventText(name: string, data: string): string {
  return `{"event":${JSON.stringify(name)},"data":${JSON.stringify(data)},"channel":`;
}

/** The frame for one channel of an event that `eventText` has begun. */
export function frameFor(channel: string, text: string): Buffer {
  return Buffer.from(`${text}${JSON.stringify(channel)}}`);
}

/** The first frame of every connection. `activityTimeoutSeconds`: after so much silence the client pings. */
export function connectionEstablished(socketId: string, activityTimeoutSeconds: number): Buffer {
  const data = JSON.stringify({ socket_id: socketId, activity_timeout: activityTimeoutSeconds });
  return Buffer.from(`{"event":"pusher:connection_established","data":${JSON.stringify(data)}}`);
}

/** The answer to a successful subscription; `data` is `{}` or a presence channel's member list, as JSON. */
export function subscriptionSucceeded(channel: string, data = '{}'): Buffer {
  return eventFrame(channel, 'pusher_internal:subscription_succeeded', data);
}

/** The refusal of one subscription; the connection goes on. Here `data` is an object on the wire. */
export function subscriptionError(channel: string, refusal: SubscriptionRefusal): Buffer {
  return Buffer.from(JSON.stringify({ event: 'pusher:subscription_error', data: refusal, channel }));
}

/** Why a subscription was refused: a wrong signature, or a bound that is reached. */
export type SubscriptionRefusal = {
  readonly type: 'AuthError' | 'LimitReached';
  readonly error: string;
  readonly status: number;
};

/** A complaint about one message. The code is null, as the hosted service has it, unless clients know one. */
export function errorFrame(message: string, code: number | null = null): Buffer {
  return Buffer.from(JSON.stringify({ event: 'pusher:error', data: { code, message } }));
}

/** The answer to `pusher:ping`. */
export const PONG_FRAME: Buffer = Buffer.from('{"event":"pusher:pong","data":"{}"}');

/** The same with something to say: `data` is then an object on the wire, and not looked into. */
export function pongFrame(data: object): Buffer {
  return Buffer.from(`{"event":"pusher:pong","data":${JSON.stringify(data)}}`);
}

/** Says who has come to a presence channel. */
export function memberAdded(channel: string, { idJson, infoJson }: Member): Buffer {
  const info = infoJson === null ? '' : `,"user_info":${infoJson}`;
  return eventFrame(channel, 'pusher_internal:member_added', `{"user_id":${idJson}${info}}`);
}

/** Says who has left a presence channel, with their last connection. */
export function memberRemoved(channel: string, { idJson }: Member): Buffer {
  return eventFrame(channel, 'pusher_internal:member_removed', `{"user_id":${idJson}}`);
}

/** Says how many connections are on a channel. */
export function subscriptionCount(channel: string, count: number): Buffer {
  return eventFrame(channel, 'pusher_internal:subscription_count', `{"subscription_count":${count}}`);
}

/** Says that a cache channel has no last event; sent once, after success. */
export function cacheMiss(channel: string): Buffer {
  return eventFrame(channel, 'pusher:cache_miss', '{}');
}

/** The answer to a sign-in; `userData` is echoed to the character. */
export function signInSuccess(userData: string): Buffer {
  const data = JSON.stringify({ user_data: userData });
  return Buffer.from(`{"event":"pusher:signin_success","data":${JSON.stringify(data)}}`);
}

/** An event from one client to its peers, its data as JSON and as it came; on presence channels with its sender. */
export function clientEventFrame(channel: string, event: ClientEvent): Buffer {
  const from = event.member ? `,"user_id":${event.member.idJson}` : '';
  const data = event.dataJson === undefined ? '' : `,"data":${event.dataJson}`;
  return Buffer.from(
    `{"event":${JSON.stringify(event.name)},"channel":${JSON.stringify(channel)}${data}${from}}`,
  );
}

/** A client event that may pass. */
export type ClientEvent = {
  readonly name: string;
  readonly dataJson: string | undefined;
  readonly member: Member | null;
};
