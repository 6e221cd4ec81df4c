import { casesOf } from '../case';
import { mustBe } from '../mismatch';
import { randomText, type Visit } from '../visit';

const REFUSED: readonly (readonly [string, string, number, (channel: string) => object])[] = [
  [
    'bad-name',
    'with a reserved name in its last event',
    400,
    (c) => ({ batch: [good(c), { ...good(c), name: 'pusher:x' }] }),
  ],
  [
    'bad-channel',
    'with an impossible channel in its last event',
    400,
    (c) => ({ batch: [good(c), good('a b')] }),
  ],
  [
    'no-channel',
    'with no channel in its last event',
    400,
    (c) => ({ batch: [good(c), { name: 'event', data: '{}' }] }),
  ],
  [
    'no-data',
    'with no data in its last event',
    400,
    (c) => ({ batch: [good(c), { name: 'event', channel: c }] }),
  ],
  [
    'large',
    'with too much data in its last event',
    413,
    (c) => ({ batch: [good(c), { ...good(c), data: 'x'.repeat(10_241) }] }),
  ],
  [
    'socket-id',
    'with a malformed socket_id in its last event',
    400,
    (c) => ({ batch: [good(c), { ...good(c), socket_id: 'x' }] }),
  ],
  ['null', 'with null among its events', 400, (c) => ({ batch: [good(c), null] })],
  ['eleven', 'of eleven events', 400, (c) => ({ batch: Array.from({ length: 11 }, () => good(c)) })],
  ['empty', 'of no events', 400, () => ({ batch: [] })],
  ['missing', 'that is missing', 400, (c) => ({ events: [good(c)] })],
  ['object', 'that is an object', 400, (c) => ({ batch: { 0: good(c) } })],
];

/** `POST /batch_events`. */
export const batch = casesOf('batch', [
  {
    slug: 'order',
    title: 'ten events arrive in order, and the answer is {}',
    async run(server) {
      const channel = server.channel();
      const client = await server.joined(channel);
      const events = Array.from({ length: 10 }, (_, at) => ({ ...good(channel), name: `event-${at}` }));
      mustBe('the answer', await server.ask({ path: '/batch_events', body: { batch: events } }), {});
      for (const { name, data } of events) {
        mustBe('the event', await client.next(), { event: name, channel, data });
      }
    },
  },
  {
    slug: 'channels',
    title: 'each event of a batch goes to its own channel',
    async run(server) {
      const [first, second] = [server.channel(), server.channel()];
      const [anna, bela] = [await server.joined(first), await server.joined(second)];
      await server.ask({ path: '/batch_events', body: { batch: [good(first), good(second)] } });
      await anna.expect('event', first);
      await bela.expect('event', second);
      await server.nothingCame(first, anna);
      await server.nothingCame(second, bela);
    },
  },
  {
    slug: 'excluded',
    title: 'socket_id counts for its event alone',
    async run(server) {
      const channel = server.channel();
      const [sender, other] = [await server.joined(channel), await server.joined(channel)];
      const events = [
        { ...good(channel), socket_id: sender.socketId },
        { ...good(channel), name: 'for-all' },
      ];
      await server.ask({ path: '/batch_events', body: { batch: events } });
      await other.expect('event', channel);
      for (const client of [sender, other]) await client.expect('for-all', channel);
    },
  },
  {
    slug: 'info',
    title: 'info is answered for each event at its place',
    async run(server) {
      const [channel, presence] = [server.channel(), server.channel('presence-')];
      await server.joined(channel);
      await server.joined(presence, { user_id: 'anna' });
      const events = [
        { ...good(channel), info: 'subscription_count' },
        good(channel),
        { ...good(presence), info: 'user_count' },
      ];
      mustBe('the answer', await server.ask({ path: '/batch_events', body: { batch: events } }), {
        batch: [{ subscription_count: 1 }, {}, { user_count: 1 }],
      });
    },
  },
  ...REFUSED.map(([slug, what, status, body]) => ({
    slug: `refused-${slug}`,
    title: `a batch ${what} is answered ${status}, and none of it is triggered`,
    async run(server: Visit) {
      const channel = server.channel();
      const client = await server.joined(channel);
      mustBe('status', (await server.call({ path: '/batch_events', body: body(channel) })).status, status);
      await server.nothingCame(channel, client);
    },
  })),
]);

function good(channel: string): { channel: string; name: string; data: string } {
  return { channel, name: 'event', data: randomText() };
}
