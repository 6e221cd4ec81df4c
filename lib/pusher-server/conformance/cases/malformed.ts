import { casesOf } from '../case';
import { mustBe } from '../mismatch';
import type { Visit } from '../visit';

const text = (value: unknown): string => JSON.stringify(value);

/** What no client should send, by slug: a sentence's object, and the message. */
const MESSAGES: readonly (readonly [string, string, string])[] = [
  ['not-json', 'text that is no JSON', 'hello'],
  ['broken-json', 'JSON that breaks off', '{"event":"pusher:ping"'],
  ['empty', 'an empty message', ''],
  ['null', 'null', 'null'],
  ['number', 'a number', '7'],
  ['string', 'a string', '"pusher:ping"'],
  ['list', 'a list', text([{ event: 'pusher:ping' }])],
  ['no-event', 'an object without an event', text({ data: {} })],
  ['event-number', 'an event that is a number', text({ event: 7, data: {} })],
  ['event-object', 'an event that is an object', text({ event: { toString: 'x' }, data: {} })],
  ['event-null', 'an event that is null', text({ event: null })],
  [
    'unknown-event',
    'an event of the protocol that does not exist',
    text({ event: 'pusher:nonsense', data: {} }),
  ],
  [
    'plain-event',
    'an event without the prefix of client events',
    text({ event: 'hello', channel: 'x', data: {} }),
  ],
  ['subscribe-no-data', 'a subscription without data', text({ event: 'pusher:subscribe' })],
  ['subscribe-null', 'a subscription with null as data', text({ event: 'pusher:subscribe', data: null })],
  ['subscribe-list', 'a subscription with a list as data', text({ event: 'pusher:subscribe', data: ['x'] })],
  [
    'subscribe-number',
    'a subscription to a number',
    text({ event: 'pusher:subscribe', data: { channel: 7 } }),
  ],
  [
    'subscribe-object',
    'a subscription to an object',
    text({ event: 'pusher:subscribe', data: { channel: { a: 1 } } }),
  ],
  [
    'subscribe-null-channel',
    'a subscription to null',
    text({ event: 'pusher:subscribe', data: { channel: null } }),
  ],
  ['unsubscribe-no-data', 'an unsubscription without data', text({ event: 'pusher:unsubscribe' })],
  [
    'unsubscribe-object',
    'an unsubscription from an object',
    text({ event: 'pusher:unsubscribe', data: { channel: {} } }),
  ],
  ['client-event-no-channel', 'a client event without a channel', text({ event: 'client-x', data: {} })],
  [
    'client-event-channel-number',
    'a client event to a number',
    text({ event: 'client-x', channel: 7, data: {} }),
  ],
  [
    'deep-nesting',
    'ten thousand brackets',
    `{"event":"client-x","data":${'['.repeat(5_000)}${']'.repeat(5_000)}}`,
  ],
  ['proto-key', 'a key named __proto__', '{"__proto__":{"event":"pusher:ping"},"data":{}}'],
  ['lone-surrogate', 'half of a character, escaped', '{"event":"pusher:\\ud800","data":{}}'],
  ['zero-character', 'a zero character in the event', '{"event":"pusher:ping\\u0000","data":{}}'],
  ['huge-number', 'a number beyond all numbers', '{"event":"pusher:nonsense","data":1e999}'],
  [
    'posing-as-server',
    'a success only the server can tell',
    text({ event: 'pusher_internal:subscription_succeeded', channel: 'x', data: '{}' }),
  ],
];

/** Messages no client should send: ignored or answered with `pusher:error`, and nobody else's business. */
export const malformed = casesOf('malformed', [
  ...MESSAGES.map(([slug, what, message]) => ({
    slug,
    title: `${what} is ignored or answered with pusher:error; the connection goes on`,
    run: (server: Visit) => disturbsNobody(server, message),
  })),
  {
    slug: 'not-relayed',
    title: 'a message with an event of the application’s reaches no subscriber of the channel it names',
    async run(server) {
      const channel = server.channel();
      const [sender, other] = [await server.joined(channel), await server.joined(channel)];
      sender.send({ event: 'event', channel, data: '{}' });
      sender.send({ event: 'pusher:error', channel, data: { code: 4001, message: 'go away' } });
      sender.send({ event: 'pusher_internal:member_added', channel, data: '{"user_id":"x"}' });
      sender.send({ event: 'pusher:ping' });
      for (
        let message = await sender.next();
        message.event !== 'pusher:pong';
        message = await sender.next()
      ) {
        mustBe('the answer', message.event, 'pusher:error');
      }
      await server.nothingCame(channel, sender, other);
    },
  },
  {
    slug: 'state-survives',
    title: 'nonsense changes nothing about what a connection is subscribed to',
    async run(server) {
      const channel = server.channel();
      const client = await server.joined(channel);
      client.sendText('nonsense');
      client.send({ event: 'pusher:unsubscribe', data: {} });
      client.send({ event: 'pusher:ping' });
      for (
        let message = await client.next();
        message.event !== 'pusher:pong';
        message = await client.next()
      ) {
        mustBe('the answer', message.event, 'pusher:error');
      }
      await server.nothingCame(channel, client);
    },
  },
]);

async function disturbsNobody(server: Visit, message: string): Promise<void> {
  const channel = server.channel();
  const [sender, bystander] = [await server.connect(), await server.joined(channel)];
  sender.sendText(message);
  sender.send({ event: 'pusher:ping', data: {} });
  const first = await sender.next('pusher:error or pusher:pong');
  if (first.event !== 'pusher:pong') {
    mustBe('the answer', first.event, 'pusher:error');
    const { code, message: sentence } = first.data as { code?: unknown; message?: unknown };
    mustBe(
      'types of code and message',
      [code === null || Number.isInteger(code), typeof sentence],
      [true, 'string'],
    );
    await sender.expect('pusher:pong');
  }
  await server.nothingCame(channel, bystander);
}
