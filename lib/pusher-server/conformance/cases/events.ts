import { casesOf } from '../case';
import { mustBe } from '../mismatch';
import { randomText, type Visit } from '../visit';

const PAYLOADS: readonly (readonly [string, string, string])[] = [
  ['json', 'JSON with spaces of its own', '{ "b" : 1,  "a" : [ 1.0, 1e3 ] }'],
  ['text', 'text that is no JSON', 'hello "world" \\ \n\t'],
  ['empty', 'an empty string', ''],
  ['unicode', 'characters of every kind', 'Grüße 🦉 \u2028\u2029 \u0000 \u007f ﷽ 中'],
  ['deep', 'brackets upon brackets', '['.repeat(4_000) + ']'.repeat(4_000)],
  ['posing', 'what looks like a message of the protocol', '{"event":"pusher:error","data":{"code":4001}}'],
];

/** `POST /events`. */
export const events = casesOf('events', [
  {
    slug: 'channels',
    title: 'an event for several channels comes on each, and the answer is {}',
    async run(server) {
      const channels = [server.channel(), server.channel(), server.channel()];
      const clients = [];
      for (const channel of channels) clients.push(await server.joined(channel));
      const data = randomText();
      mustBe(
        'the answer',
        await server.ask({ path: '/events', body: { name: 'event', channels, data } }),
        {},
      );
      for (const [at, client] of clients.entries()) {
        mustBe('the event', await client.next(), { event: 'event', channel: channels[at], data });
      }
    },
  },
  {
    slug: 'channel',
    title: 'a single channel may be named by channel',
    async run(server) {
      const channel = server.channel();
      const client = await server.joined(channel);
      const data = randomText();
      await server.ask({ path: '/events', body: { name: 'event', channel, data } });
      mustBe('the event', await client.next(), { event: 'event', channel, data });
    },
  },
  ...PAYLOADS.map(([slug, what, data]) => ({
    slug: `data-${slug}`,
    title: `data is a string and arrives to the character: ${what}`,
    async run(server: Visit) {
      const channel = server.channel();
      const client = await server.joined(channel);
      await server.trigger(channel, 'event', data);
      mustBe('the event', await client.next(), { event: 'event', channel, data });
    },
  })),
  {
    slug: 'name',
    title: 'a name may have 200 characters of any kind',
    async run(server) {
      const channel = server.channel();
      const client = await server.joined(channel);
      const name = 'ein "Name" \\ 🦉 '.padEnd(200, 'x');
      await server.trigger(channel, name);
      await client.expect(name, channel);
    },
  },
  {
    slug: 'largest',
    title: 'data may have 10,000 bytes',
    async run(server) {
      const channel = server.channel();
      const client = await server.joined(channel);
      const data = 'é'.repeat(5_000);
      await server.trigger(channel, 'event', data);
      mustBe('data', (await client.expect('event', channel)).data, data);
    },
  },
  {
    slug: 'nobody-there',
    title: 'an event nobody hears is accepted',
    async run(server) {
      await server.trigger(server.channel());
    },
  },
  {
    slug: 'hundred-channels',
    title: 'an event may go to a hundred channels',
    async run(server) {
      const channel = server.channel();
      const client = await server.joined(channel);
      await server.trigger([...numbered(channel, 99), channel]);
      await client.expect('event', channel);
    },
  },
  {
    slug: 'channel-twice',
    title: 'a channel named twice gets the event once',
    async run(server) {
      const channel = server.channel();
      const client = await server.joined(channel);
      await server.trigger([channel, channel]);
      await client.expect('event', channel);
      await server.nothingCame(channel, client);
    },
  },
  {
    slug: 'order',
    title: 'twenty events arrive in the order in which they were accepted',
    async run(server) {
      const channel = server.channel();
      const client = await server.joined(channel);
      for (let at = 0; at < 20; at++) await server.trigger(channel, 'event', `${at}`);
      for (let at = 0; at < 20; at++) mustBe('data', (await client.expect('event', channel)).data, `${at}`);
    },
  },
  {
    slug: 'excluded',
    title: 'socket_id leaves out exactly that connection, on every channel',
    async run(server) {
      const channels = [server.channel(), server.channel()];
      const [sender, other] = [await server.connect(), await server.connect()];
      for (const channel of channels) for (const client of [sender, other]) await client.join(channel);
      await server.trigger(channels, 'event', randomText(), { socket_id: sender.socketId });
      for (const channel of channels) await other.expect('event', channel);
      for (const channel of channels) await server.nothingCame(channel, sender, other);
    },
  },
  {
    slug: 'excluded-unknown',
    title: 'a socket_id that is no connection’s leaves nobody out',
    async run(server) {
      const channel = server.channel();
      const client = await server.joined(channel);
      await server.trigger(channel, 'event', randomText(), { socket_id: '1.1' });
      await client.expect('event', channel);
    },
  },
  {
    slug: 'excluded-once',
    title: 'leaving a connection out is forgotten with the event',
    async run(server) {
      const channel = server.channel();
      const client = await server.joined(channel);
      await server.trigger(channel, 'event', randomText(), { socket_id: client.socketId });
      await server.nothingCame(channel, client);
    },
  },
  {
    slug: 'info-subscriptions',
    title: 'info=subscription_count tells how many connections each channel has',
    async run(server) {
      const [full, empty] = [server.channel(), server.channel()];
      await server.joined(full);
      await server.joined(full);
      const body = { name: 'event', channels: [full, empty], data: '{}', info: 'subscription_count' };
      mustBe('the answer', await server.ask({ path: '/events', body }), {
        channels: { [full]: { subscription_count: 2 }, [empty]: { subscription_count: 0 } },
      });
    },
  },
  {
    slug: 'info-users',
    title: 'info=user_count tells how many users a presence channel has',
    async run(server) {
      const channel = server.channel('presence-');
      await server.joined(channel, { user_id: 'anna' });
      await server.joined(channel, { user_id: 'anna' });
      const body = { name: 'event', channels: [channel], data: '{}', info: 'user_count' };
      mustBe('the answer', await server.ask({ path: '/events', body }), {
        channels: { [channel]: { user_count: 1 } },
      });
    },
  },
]);

function numbered(prefix: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `${prefix}-${at}`);
}
