import type { Target } from '../target';
import { userAuth } from '../wire/signatures';
import type { Defect, Line, Passing } from './broken-server';
import type { Broken } from './defects';
import { parsed } from './passing';

/** Wrong in what concerns a connection and whose it is, whatever its channels. */
export const CONNECTION_DEFECTS: readonly Broken[] = [
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
    title: 'loses in silence what a slow reader does not take',
    defect: { down: (message, { client }) => (client.bufferedAmount > 1_048_576 ? [] : [message]) },
    fails: ['limits/slow-reader'],
    holds: ['subscriptions/many-subscribers'],
  },
];

let nextSocketId = 1;

function signedIn(message: Passing, { socketId }: Line, target: Target): Passing {
  const data = message.data as { user_data?: unknown } | undefined;
  if (message.event !== 'pusher:signin' || typeof data?.user_data !== 'string') return message;
  return { ...message, data: { ...data, auth: userAuth(target, socketId, data.user_data) } };
}

function greetingWith(socketId: () => string): NonNullable<Defect['down']> {
  return (message) =>
    message.event === 'pusher:connection_established'
      ? [{ ...message, data: JSON.stringify({ ...Object(parsed(message.data)), socket_id: socketId() }) }]
      : [message];
}
