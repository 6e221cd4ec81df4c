import { casesOf } from '../case';
import { mustBe, mustBeObject, mustParse } from '../mismatch';
import type { Client } from '../wire/client';

/** `pusher_internal:subscription_count`. */
export const counts = casesOf(
  'counts',
  [
    {
      slug: 'join',
      title: 'a newcomer is counted and told so, in a string of JSON',
      async run(server) {
        const channel = server.channel();
        const client = await server.joined(channel);
        const message = await client.counts.take('a subscription count');
        mustBe('channel', message.channel, channel);
        mustBe('data', mustParse('data', message.data), { subscription_count: 1 });
      },
    },
    {
      slug: 'others',
      title: 'everybody on the channel is told of a newcomer',
      async run(server) {
        const channel = server.channel();
        const first = await server.joined(channel);
        mustBe('count', await count(first), 1);
        const second = await server.joined(channel);
        mustBe('counts', [await count(first), await count(second)], [2, 2]);
      },
    },
    {
      slug: 'leave',
      title: 'those who stay are told when somebody leaves',
      async run(server) {
        const channel = server.channel();
        const first = await server.joined(channel);
        const second = await server.joined(channel);
        mustBe('counts', [await count(first), await count(first)], [1, 2]);
        second.leave(channel);
        mustBe('count', await count(first), 1);
      },
    },
    {
      slug: 'lost',
      title: 'those who stay are told when somebody’s line breaks',
      async run(server) {
        const channel = server.channel();
        const first = await server.joined(channel);
        const second = await server.joined(channel);
        mustBe('counts', [await count(first), await count(first)], [1, 2]);
        second.socket.terminate();
        mustBe('count', await count(first), 1);
      },
    },
    {
      slug: 'connections',
      title: 'connections are counted, not users',
      async run(server) {
        const channel = server.channel();
        const clients = [];
        for (let at = 0; at < 3; at++) clients.push(await server.joined(channel));
        mustBe(
          'counts',
          [await count(clients[0]), await count(clients[0]), await count(clients[0])],
          [1, 2, 3],
        );
      },
    },
    {
      slug: 'not-presence',
      title: 'presence channels are not counted: they have members',
      async run(server) {
        const [presence, plain] = [server.channel('presence-'), server.channel()];
        const client = await server.joined(presence, { user_id: 'anna' });
        await client.join(plain);
        // The first count that comes is that of the other channel, joined later.
        mustBe('channel', (await client.counts.take('a subscription count')).channel, plain);
      },
    },
    {
      slug: 'public',
      title: 'public channels are counted too',
      needs: ['public-channels'],
      async run(server) {
        mustBe('count', await count(await server.joined(server.channel(''))), 1);
      },
    },
  ],
  ['subscription-counts'],
);

async function count(client: Client | undefined): Promise<unknown> {
  const message = await client?.counts.take('a subscription count');
  return mustBeObject('data', mustParse('data', message?.data)).subscription_count;
}
