import type { Target } from '../target';
import { channelAuth, userAuth } from '../wire/signatures';
import { type ApiCall, isRightlySigned, signedAnew } from './api-call';
import type { Defect, Line, Passing } from './broken-server';

/** A server that is wrong in one way, the cases that must find it, and cases that must not mind. */
export type Broken = {
  readonly title: string;
  readonly defect: Defect;
  readonly fails: readonly string[];
  readonly holds: readonly string[];
};

export const BROKEN: readonly Broken[] = [
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
    title: 'takes any signature of an HTTP call',
    defect: { call: signedAnew },
    fails: [
      'http-signature/refused-no-signature',
      'http-signature/refused-zeros',
      'http-signature/refused-other-secret',
      'http-signature/refused-no-md5',
      'http-signature/refused-other-md5',
      'http-signature/refused-parameter-added',
      'http-signature/refused-get',
      'http-signature/refused-get-query',
      'terminate/unsigned',
    ],
    holds: ['http-signature/refused-old', 'http-signature/any-order'],
  },
  {
    title: 'takes a rightly signed call of any time',
    defect: {
      call: (call, target) =>
        isRightlySigned(call, target) ? signedAnew(call, target, { auth_timestamp: nowSeconds() }) : call,
    },
    fails: ['http-signature/refused-old', 'http-signature/refused-future', 'http-signature/refused-no-time'],
    holds: ['http-signature/slow-clock', 'http-signature/refused-other-secret'],
  },
  {
    title: 'takes a call twice',
    defect: {
      call: (call, target) =>
        isRightlySigned(call, target) ? signedAnew(call, target, { nonce: String(Math.random()) }) : call,
    },
    fails: ['http-signature/replay'],
    holds: ['http-signature/refused-zeros', 'http-signature/reads-repeat'],
  },
  {
    title: 'delivers to the connection that was to be left out',
    defect: {
      call: (call, target) => changedBody(call, target, ({ socket_id: _socketId, ...event }) => event),
    },
    fails: ['events/excluded', 'events/excluded-once', 'batch/excluded', 'encrypted/excluded'],
    holds: ['events/excluded-unknown', 'events/channels'],
  },
  {
    title: 'answers every call with 200',
    defect: { answer: (answer) => ({ ...answer, status: 200, type: 'application/json' }) },
    fails: [
      'events/refused-no-name',
      'events/refused-large',
      'batch/refused-eleven',
      'http/unknown-path-nothing',
      'http/unknown-application',
      'http/get-events',
      'http/body-not-json',
      'http-signature/refused-old',
      'channels/users-no-prefix',
      'channels/users-of-other',
    ],
    holds: ['events/channels', 'http/json'],
  },
  {
    title: 'answers in the type of a page',
    defect: { answer: (answer) => ({ ...answer, type: 'text/html' }) },
    fails: ['http/json'],
    holds: ['events/channels'],
  },
  {
    title: 'counts one user too many',
    defect: {
      answer: (answer) => ({
        ...answer,
        text: answer.text.replace(
          /"user_count":(\d+)/g,
          (_all, count) => `"user_count":${Number(count) + 1}`,
        ),
      }),
    },
    fails: ['channels/users', 'channels/one-users', 'events/info-users', 'batch/info'],
    holds: ['channels/one-occupied', 'channels/one-subscriptions'],
  },
  {
    title: 'triggers a batch in another order',
    defect: {
      call: (call, target) =>
        changedBody(call, target, (body) =>
          Array.isArray(body.batch) ? { batch: body.batch.reverse() } : body,
        ),
    },
    fails: ['batch/order', 'batch/excluded'],
    holds: ['batch/channels'],
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
    title: 'counts its socket ids',
    defect: { down: greetingWith(() => `4711.${++nextSocketId}`) },
    fails: ['handshake/socket-ids-random'],
    holds: ['handshake/socket-id-form', 'handshake/socket-ids-differ'],
  },
  {
    title: 'gives every connection the same socket id',
    defect: { down: greetingWith(() => '4711.4711') },
    fails: ['handshake/socket-ids-random', 'handshake/socket-ids-differ'],
    holds: ['handshake/socket-id-form'],
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
    title: 'loses every second pong',
    defect: {
      down: (message, { count }) => {
        if (message.event !== 'pusher:pong') return [message];
        const pongs = (count.get('pongs') ?? 0) + 1;
        count.set('pongs', pongs);
        return pongs % 2 === 0 ? [] : [message];
      },
    },
    fails: ['heartbeat/every-ping'],
    holds: ['heartbeat/ping-with-object'],
  },
  {
    title: 'closes with 1000, whatever the reason',
    defect: { closeCode: () => 1000 },
    fails: [
      'handshake/unknown-key',
      'handshake/protocol-missing',
      'handshake/protocol-malformed',
      'handshake/protocol-too-new',
      'terminate/all-connections',
      'sign-in/refused-wrong',
    ],
    holds: ['handshake/greeting', 'terminate/unknown'],
  },
  {
    title: 'cuts whoever sends no JSON',
    defect: { takesText: (text) => text.startsWith('{') },
    fails: ['malformed/not-json', 'malformed/number', 'malformed/state-survives'],
    holds: ['malformed/unknown-event', 'malformed/subscribe-null'],
  },
  {
    title: 'passes on what clients may not send',
    defect: {
      down: (message, _line, lines) => {
        if (message.event !== 'pusher:error') return [message];
        for (const { client } of lines) client.send('{"event":"event","channel":"x","data":"{}"}');
        return [message];
      },
    },
    fails: ['malformed/not-relayed', 'malformed/plain-event', 'malformed/deep-nesting'],
    holds: ['subscriptions/success'],
  },
  {
    title: 'executes binary frames',
    defect: { executesBinary: true },
    fails: ['frames/binary'],
    holds: ['frames/fragments'],
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
    title: 'takes any signature of a sign-in',
    defect: { up: (message, line, target) => [signedIn(message, line, target)] },
    fails: [
      'sign-in/refused-wrong',
      'sign-in/refused-unsigned',
      'sign-in/refused-altered',
      'sign-in/refused-other-socket',
      'sign-in/refused-channel-signature',
    ],
    holds: ['sign-in/success', 'sign-in/refused-no-id'],
  },
  {
    title: 'lets anybody join a user’s own channel',
    defect: {
      down: (message, line) =>
        message.event === 'pusher:error' && line.count.delete('asked for a user’s channel')
          ? [{ event: 'pusher_internal:subscription_succeeded', channel: '#server-to-user-1', data: '{}' }]
          : [message],
      up: (message, line) => {
        const { channel } = (message.data ?? {}) as { channel?: unknown };
        if (String(channel).startsWith('#server')) line.count.set('asked for a user’s channel', 1);
        return [message];
      },
    },
    fails: ['sign-in/not-by-name'],
    holds: ['sign-in/server-to-user'],
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
  {
    title: 'loses in silence what a slow reader does not take',
    defect: { down: (message, { client }) => (client.bufferedAmount > 1_048_576 ? [] : [message]) },
    fails: ['limits/slow-reader'],
    holds: ['subscriptions/many-subscribers'],
  },
  {
    title: 'signs webhooks wrongly',
    defect: { webhook: (call) => [withHeader(call, 'x-pusher-signature', '0'.repeat(64))] },
    fails: ['webhooks/signed'],
    holds: ['webhooks/content-type', 'webhooks/time'],
  },
  {
    title: 'names the character set of its webhooks',
    defect: { webhook: (call) => [withHeader(call, 'content-type', 'application/json; charset=utf-8')] },
    fails: ['webhooks/content-type'],
    holds: ['webhooks/signed'],
  },
  {
    title: 'tells everything twice',
    defect: { webhook: (call) => [call, call] },
    fails: ['webhooks/occupied-vacated', 'webhooks/members', 'webhooks/cache-miss'],
    holds: ['counts/others'],
  },
  {
    title: 'never tells a second time',
    defect: { webhookStatus: 200 },
    fails: ['webhooks/retried'],
    holds: ['webhooks/occupied-vacated'],
  },
];

let nextSocketId = 1;

function resigned(message: Passing, { socketId }: Line, target: Target): Passing {
  const data = message.data as { channel?: unknown; channel_data?: unknown } | undefined;
  if (message.event !== 'pusher:subscribe' || typeof data?.channel !== 'string') return message;
  const channelData = typeof data.channel_data === 'string' ? data.channel_data : undefined;
  return {
    ...message,
    data: { ...data, auth: channelAuth(target, { socketId, channel: data.channel, channelData }) },
  };
}

function signedIn(message: Passing, { socketId }: Line, target: Target): Passing {
  const data = message.data as { user_data?: unknown } | undefined;
  if (message.event !== 'pusher:signin' || typeof data?.user_data !== 'string') return message;
  return { ...message, data: { ...data, auth: userAuth(target, socketId, data.user_data) } };
}

/** Every event in the body changed, and the whole signed anew. */
function changedBody(call: ApiCall, target: Target, change: (event: Passing) => Passing): ApiCall {
  if (call.method !== 'POST' || call.body === '') return call;
  const body = change(JSON.parse(call.body) as Passing);
  const batch = Array.isArray(body.batch) ? { batch: body.batch.map(change) } : {};
  return signedAnew({ ...call, body: JSON.stringify({ ...body, ...batch }) }, target);
}

function greetingWith(socketId: () => string): NonNullable<Defect['down']> {
  return (message) =>
    message.event === 'pusher:connection_established'
      ? [{ ...message, data: JSON.stringify({ ...Object(parsed(message.data)), socket_id: socketId() }) }]
      : [message];
}

function withHeader(call: ApiCall, name: string, value: string): ApiCall {
  return { ...call, headers: { ...call.headers, [name]: value } };
}

function isPresence({ channel }: Passing): boolean {
  return String(channel).startsWith('presence-');
}

function isEvent({ event }: Passing): boolean {
  return !String(event).startsWith('pusher');
}

function errorCodeOf({ event, data }: Passing): unknown {
  return event === 'pusher:error' ? (data as { code?: unknown }).code : undefined;
}

function parsed(data: unknown): unknown {
  try {
    return JSON.parse(String(data)) as unknown;
  } catch {
    // Text stays text.
    return data;
  }
}

function nowSeconds(): string {
  return String(Math.floor(Date.now() / 1_000));
}
