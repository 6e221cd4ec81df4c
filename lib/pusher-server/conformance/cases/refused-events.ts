import { casesOf } from '../case';
import { mustBe } from '../mismatch';
import type { Visit } from '../visit';

/** What is wrong with an event, and the status that says so. */
const REFUSED: readonly (readonly [string, string, number, (channel: string) => object])[] = [
  ['no-name', 'without a name', 400, (c) => ({ channels: [c], data: '{}' })],
  ['empty-name', 'with an empty name', 400, (c) => ({ name: '', channels: [c], data: '{}' })],
  ['name-number', 'with a number as name', 400, (c) => ({ name: 7, channels: [c], data: '{}' })],
  [
    'long-name',
    'with a name of 201 characters',
    400,
    (c) => ({ name: 'x'.repeat(201), channels: [c], data: '{}' }),
  ],
  ['reserved', 'named pusher:x', 400, (c) => ({ name: 'pusher:x', channels: [c], data: '{}' })],
  [
    'internal',
    'named pusher_internal:x',
    400,
    (c) => ({ name: 'pusher_internal:x', channels: [c], data: '{}' }),
  ],
  ['no-data', 'without data', 400, (c) => ({ name: 'event', channels: [c] })],
  ['data-object', 'with an object as data', 400, (c) => ({ name: 'event', channels: [c], data: { a: 1 } })],
  ['data-number', 'with a number as data', 400, (c) => ({ name: 'event', channels: [c], data: 7 })],
  ['data-null', 'with null as data', 400, (c) => ({ name: 'event', channels: [c], data: null })],
  [
    'large',
    'with 10,241 bytes of data',
    413,
    (c) => ({ name: 'event', channels: [c], data: 'x'.repeat(10_241) }),
  ],
  [
    'large-in-bytes',
    'with 5,121 letters of two bytes each',
    413,
    (c) => ({ name: 'event', channels: [c], data: 'é'.repeat(5_121) }),
  ],
  ['no-channel', 'without a channel', 400, () => ({ name: 'event', data: '{}' })],
  ['empty-channels', 'for no channels', 400, () => ({ name: 'event', channels: [], data: '{}' })],
  [
    'channels-object',
    'with an object as channels',
    400,
    (c) => ({ name: 'event', channels: { c }, data: '{}' }),
  ],
  [
    'channel-number',
    'for a channel that is a number',
    400,
    (c) => ({ name: 'event', channels: [c, 7], data: '{}' }),
  ],
  [
    'bad-channel',
    'for an impossible channel beside a right one',
    400,
    (c) => ({ name: 'event', channels: [c, 'a b'], data: '{}' }),
  ],
  [
    'long-channel',
    'for a channel of 201 characters',
    400,
    (c) => ({ name: 'event', channels: [c, 'x'.repeat(201)], data: '{}' }),
  ],
  [
    'many-channels',
    'for 101 channels',
    400,
    (c) => ({ name: 'event', channels: [c, ...numbered(c, 100)], data: '{}' }),
  ],
  [
    'socket-id',
    'with a malformed socket_id',
    400,
    (c) => ({ name: 'event', channels: [c], data: '{}', socket_id: '1.1:x' }),
  ],
  [
    'socket-id-number',
    'with a number as socket_id',
    400,
    (c) => ({ name: 'event', channels: [c], data: '{}', socket_id: 1.1 }),
  ],
];

/** What `POST /events` does not take. */
export const refusedEvents = casesOf('events', [
  ...REFUSED.map(([slug, what, status, body]) => ({
    slug: `refused-${slug}`,
    title: `an event ${what} is answered ${status} and reaches nobody`,
    async run(server: Visit) {
      const channel = server.channel();
      const client = await server.joined(channel);
      const answer = await server.call({ path: '/events', body: body(channel) });
      mustBe('status', answer.status, status);
      mustBe('whether the body says why', answer.text.length > 0, true);
      await server.nothingCame(channel, client);
    },
  })),
]);

function numbered(prefix: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `${prefix}-${at}`);
}
