/**
 * The frames this server sends, each ready for the wire. An event for many is built once and the same
 * Buffer goes to all. Since protocol 5 the `data` of channel events is a *string*; it is quoted here and
 * never looked into.
 */
export function eventFrame(channel: string, name: string, data: string): Buffer {
  return Buffer.from(
    `{"event":${JSON.stringify(name)},"data":${JSON.stringify(data)},"channel":${JSON.stringify(channel)}}`,
  );
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
