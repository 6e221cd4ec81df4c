import { casesOf } from '../case';
import { mustBe, mustHold } from '../mismatch';
import type { Visit } from '../visit';
import type { Client } from '../wire/client';
import { callSignature, channelAuth, sign } from '../wire/signatures';

type Signing = { readonly server: Visit; readonly client: Client; readonly channel: string };

/** Everything that is no signature of this socket for this channel. */
const WRONG: readonly (readonly [string, string, (at: Signing) => unknown])[] = [
  ['missing', 'no auth', () => undefined],
  ['null', 'null as auth', () => null],
  ['number', 'a number as auth', () => 7],
  ['object', 'an object as auth', ({ client, channel }) => ({ auth: client.auth(channel) })],
  ['list', 'a list as auth', ({ client, channel }) => [client.auth(channel)]],
  ['empty', 'an empty auth', () => ''],
  ['key-only', 'only the key', ({ server }) => `${server.target.key}:`],
  ['no-key', 'only the signature', ({ client, channel }) => client.auth(channel).split(':')[1]],
  [
    'other-key',
    'another key before the right signature',
    ({ client, channel }) => `x${client.auth(channel)}`,
  ],
  ['one-digit', 'one digit changed', ({ client, channel }) => oneDigitChanged(client.auth(channel))],
  ['shortened', 'a digit missing', ({ client, channel }) => client.auth(channel).slice(0, -1)],
  ['lengthened', 'a digit too many', ({ client, channel }) => `${client.auth(channel)}0`],
  ['space', 'a space behind it', ({ client, channel }) => `${client.auth(channel)} `],
  ['very-long', 'ten thousand digits', ({ server }) => `${server.target.key}:${'a'.repeat(10_000)}`],
  [
    'other-secret',
    'the signature of another secret',
    ({ server: { target }, client: { socketId }, channel }) =>
      channelAuth({ key: target.key, secret: `${target.secret}x` }, { socketId, channel }),
  ],
  ['other-channel', 'the signature for another channel', ({ client, channel }) => client.auth(`${channel}x`)],
  [
    'other-socket',
    'the signature for another socket',
    ({ server, channel }) => channelAuth(server.target, { socketId: '1.1', channel }),
  ],
  ['sign-in', 'the signature of a sign-in', ({ client }) => client.userAuth('{"id":"1"}')],
  [
    'channel-as-user-data',
    'the signature of a sign-in with the channel’s name in it',
    ({ client, channel }) => client.userAuth(channel),
  ],
  [
    'presence',
    'the signature of a presence channel’s member',
    ({ client, channel }) => client.auth(channel, '{"user_id":"1"}'),
  ],
  [
    'http',
    'the signature of an HTTP call',
    ({ server: { target }, channel }) =>
      `${target.key}:${callSignature(target.secret, { method: 'GET', path: `/apps/1/channels/${channel}`, query: {} })}`,
  ],
  [
    'only-socket',
    'the signature of the socket id alone',
    ({ server: { target }, client }) => `${target.key}:${sign(target.secret, client.socketId)}`,
  ],
];

/** Channels that need a signature. */
export const privateChannels = casesOf('private', [
  ...WRONG.map(([slug, what, auth]) => ({
    slug: `refused-${slug}`,
    title: `${what} is refused with subscription_error, AuthError, 401`,
    async run(server: Visit) {
      const [client, channel] = [await server.connect(), server.channel()];
      client.ask(channel, { auth: auth({ server, client, channel }) });
      await client.refused(channel);
      mustBe('occupied', await server.isOccupied(channel), false);
    },
  })),
  {
    slug: 'refusal-sentence',
    title: 'a refusal says why in a sentence, and never what the signature should have been',
    async run(server) {
      const [client, channel] = [await server.connect(), server.channel()];
      const auth = client.auth(channel);
      client.ask(channel, { auth: oneDigitChanged(auth) });
      const refusal = await client.refused(channel);
      mustHold('error', typeof refusal.error === 'string' && refusal.error !== '', {
        expected: 'a sentence',
        received: refusal,
      });
      const isTold = JSON.stringify(refusal).includes(auth.split(':')[1] ?? auth);
      mustBe('whether the refusal tells the right signature', isTold, false);
    },
  },
  {
    slug: 'goes-on',
    title: 'after a refusal the connection goes on and may subscribe to the same channel rightly',
    async run(server) {
      const [client, channel] = [await server.connect(), server.channel()];
      client.ask(channel, { auth: 'wrong' });
      await client.refused(channel);
      await client.join(channel);
      await server.nothingCame(channel, client);
    },
  },
  {
    slug: 'refused-hears-nothing',
    title: 'whoever was refused gets nothing of the channel',
    async run(server) {
      const [channel, own] = [server.channel(), server.channel()];
      const [subscriber, refused] = [await server.joined(channel), await server.joined(own)];
      refused.ask(channel, { auth: 'wrong' });
      await refused.refused(channel);
      await server.trigger(channel);
      await subscriber.expect('event', channel);
      await server.nothingCame(own, refused);
    },
  },
  {
    slug: 'signature-of-somebody-else',
    title: 'a signature that admitted one connection does not admit another',
    async run(server) {
      const channel = server.channel();
      const [owner, thief] = [await server.connect(), await server.connect()];
      const auth = owner.auth(channel);
      owner.ask(channel, { auth });
      await owner.joined(channel);
      thief.ask(channel, { auth });
      await thief.refused(channel);
    },
  },
  {
    slug: 'refusals-kept-apart',
    title: 'ten wrong signatures get ten refusals, each naming its channel',
    async run(server) {
      const client = await server.connect();
      const channels = Array.from({ length: 10 }, () => server.channel());
      for (const channel of channels) client.ask(channel, { auth: `${server.target.key}:00` });
      for (const channel of channels) await client.refused(channel);
      await client.settled();
    },
  },
]);

function oneDigitChanged(auth: string): string {
  return auth.slice(0, -1) + (auth.endsWith('0') ? '1' : '0');
}
