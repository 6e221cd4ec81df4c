import type { Target } from '../target';
import { channelAuth } from '../wire/signatures';
import type { Line, Passing } from './broken-server';
import type { Broken } from './defects';
import { errorCodeOf, isEvent, isPresence, parsed } from './passing';

/** Wrong in who may join a channel, and in what they are told there. */
export const CHANNEL_DEFECTS: readonly Broken[] = [
  {
    title: 'takes any signature for a channel',
    defect: { up: (message, line, target) => [resigned(message, line, target)] },
    fails: [
      'private/refused-missing',
      'private/refused-null',
      'private/refused-one-digit',
      'private/refused-other-key',
      'private/refused-other-secret',
      'private/refused-other-socket',
      'private/refused-other-channel',
      'private/signature-of-somebody-else',
      'private/refused-hears-nothing',
      'presence-refusals/unsigned',
      'presence-refusals/altered',
      'cache/refused-private',
      'encrypted/refused',
    ],
    holds: ['subscriptions/success', 'presence/success'],
  },
  {
    title: 'forgets who has left',
    defect: { down: (message) => (message.event === 'pusher_internal:member_removed' ? [] : [message]) },
    fails: [
      'presence/member-removed',
      'presence/removed-by-close',
      'presence/removed-by-loss',
      'presence/removed-with-last',
      'presence/comes-back',
      'terminate/leaves-channels',
    ],
    holds: ['presence/member-added', 'presence/added-once'],
  },
  {
    title: 'announces newcomers to themselves',
    defect: {
      down: (message) =>
        message.event === 'pusher_internal:subscription_succeeded' && isPresence(message)
          ? [
              message,
              { event: 'pusher_internal:member_added', channel: message.channel, data: '{"user_id":"x"}' },
            ]
          : [message],
    },
    fails: ['presence/member-added', 'presence/added-once', 'presence/number-is-its-string'],
    holds: ['presence/success'],
  },
  {
    title: 'sends client events back to their sender',
    defect: {
      up: (message, { client }) => {
        if (String(message.event).startsWith('client-')) client.send(JSON.stringify(message));
        return [message];
      },
    },
    fails: ['client-events/to-the-others', 'client-events/not-subscribed', 'encrypted/no-client-events'],
    holds: ['client-events/data-object', 'client-events/presence-user-id'],
  },
  {
    title: 'believes what a client says of itself',
    defect: {
      down: (message) => [message.user_id === undefined ? message : { ...message, user_id: 'root' }],
    },
    fails: ['client-events/presence-user-id', 'client-events/forged-user-id'],
    holds: ['client-events/to-the-others', 'client-events/no-user-id'],
  },
  {
    title: 'says nothing of too many client events',
    defect: { down: (message) => (errorCodeOf(message) === 4301 ? [] : [message]) },
    fails: ['client-events/rate', 'client-events/rate-is-own'],
    holds: ['client-events/order', 'client-events/name-too-long'],
  },
  {
    title: 'sends the data of events as objects',
    defect: { down: (message) => [isEvent(message) ? { ...message, data: parsed(message.data) } : message] },
    fails: ['subscriptions/delivery', 'events/data-json', 'events/channels'],
    holds: ['subscriptions/success', 'events/data-text'],
  },
  {
    title: 'delivers twice',
    defect: { down: (message) => (isEvent(message) ? [message, message] : [message]) },
    fails: [
      'subscriptions/delivery',
      'subscriptions/many-subscribers',
      'events/channel-twice',
      'cache/only-newcomer',
    ],
    holds: ['subscriptions/success', 'events/nobody-there'],
  },
  {
    title: 'does not unsubscribe',
    defect: { up: (message) => (message.event === 'pusher:unsubscribe' ? [] : [message]) },
    fails: [
      'subscriptions/unsubscribe',
      'subscriptions/twice-counts-once',
      'subscriptions/again',
      'channels/vacated',
    ],
    holds: ['subscriptions/unsubscribe-unknown', 'subscriptions/closed'],
  },
  {
    title: 'tells whoever is refused what a cache channel holds',
    defect: {
      down: (message) =>
        message.event === 'pusher:subscription_error'
          ? [message, { event: 'event', channel: message.channel, data: '{}' }]
          : [message],
    },
    fails: ['cache/refused-private', 'cache/presence-needs-signature', 'private/goes-on'],
    holds: ['cache/hit', 'private/refused-missing'],
  },
  {
    title: 'says nothing of an empty cache',
    defect: { down: (message) => (message.event === 'pusher:cache_miss' ? [] : [message]) },
    fails: ['cache/miss', 'cache/miss-only-newcomer', 'cache/outlives-subscribers'],
    holds: ['cache/hit', 'cache/plain-channels'],
  },
  {
    title: 'counts presence channels',
    defect: {
      down: (message) =>
        message.event === 'pusher_internal:subscription_succeeded' && isPresence(message)
          ? [
              message,
              {
                event: 'pusher_internal:subscription_count',
                channel: message.channel,
                data: '{"subscription_count":1}',
              },
            ]
          : [message],
    },
    fails: ['counts/not-presence'],
    holds: ['counts/others', 'presence/success'],
  },
];

function resigned(message: Passing, { socketId }: Line, target: Target): Passing {
  const data = message.data as { channel?: unknown; channel_data?: unknown } | undefined;
  if (message.event !== 'pusher:subscribe' || typeof data?.channel !== 'string') return message;
  const channelData = typeof data.channel_data === 'string' ? data.channel_data : undefined;
  return {
    ...message,
    data: { ...data, auth: channelAuth(target, { socketId, channel: data.channel, channelData }) },
  };
}
