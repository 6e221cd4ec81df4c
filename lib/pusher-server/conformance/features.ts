/**
 * What a server of this protocol may leave out, or may be set up without. `--skip` takes these names. A case
 * that needs one is skipped only when its feature was named: what fails is never taken for something left out.
 */
export const FEATURES = {
  'public-channels': 'anybody may join channels that need no signature',
  'encrypted-channels': 'channels named private-encrypted-',
  'cache-channels': 'channels that keep their last event, and info=cache',
  'client-events': 'events from client to client, ten a second',
  'subscription-counts': 'pusher_internal:subscription_count at every coming and going',
  'sign-in': 'pusher:signin, #server-to-user- and terminate_connections',
  'presence-by-sign-in': 'whoever is signed in joins presence channels without channel_data',
  webhooks: 'a POST to --webhook-port for every happening on a channel',
  'replay-refusal': 'a signed POST is accepted once',
  'old-protocols': 'protocol versions 5 and 6 beside 7',
  'json-string-data': 'data of a message from a client as a string of JSON, too',
  heartbeat: 'cutting silent peers; takes up to twice the activity timeout',
  'no-compression': 'permessage-deflate is declined',
  'frame-limit': 'a message of a megabyte is refused with 1009',
  'message-rate': 'at most 1,000 messages a second of one connection, then 4100',
  'channel-limit': 'a bound of at most 500 on the subscriptions of one connection, then LimitReached',
  'slow-reader': 'who does not read is cut and never silently misses events',
} as const;

/** The name of a feature. */
export type Feature = keyof typeof FEATURES;

/** Whether this is the name of a feature. */
export function isFeature(name: string): name is Feature {
  return Object.hasOwn(FEATURES, name);
}
