import { casesOf } from '../case';
import { mustBe } from '../mismatch';
import { randomText, type Visit } from '../visit';

/** What a server tells its application. */
export const webhooks = casesOf(
  'webhooks',
  [
    {
      slug: 'occupied-vacated',
      title: 'channel_occupied comes with the first subscriber and channel_vacated with the last, each once',
      async run(server) {
        const channel = server.channel();
        const [first, second] = [await server.joined(channel), await server.joined(channel)];
        first.leave(channel);
        await first.settled();
        second.leave(channel);
        await told(server, channel, [
          { name: 'channel_occupied', channel },
          { name: 'channel_vacated', channel },
        ]);
      },
    },
    {
      slug: 'vacated-by-loss',
      title: 'a channel is vacated when the last subscriber’s line breaks, too',
      async run(server) {
        const channel = server.channel();
        (await server.joined(channel)).socket.terminate();
        await told(server, channel, [
          { name: 'channel_occupied', channel },
          { name: 'channel_vacated', channel },
        ]);
      },
    },
    {
      slug: 'occupied-again',
      title: 'a channel that was vacated is occupied anew',
      async run(server) {
        const channel = server.channel();
        const client = await server.joined(channel);
        client.leave(channel);
        await client.join(channel);
        const name = ['channel_occupied', 'channel_vacated', 'channel_occupied'];
        await told(
          server,
          channel,
          name.map((each) => ({ name: each, channel })),
        );
      },
    },
    {
      slug: 'members',
      title: 'member_added and member_removed come once for a user, with user_id',
      async run(server) {
        const channel = server.channel('presence-');
        const first = await server.joined(channel, { user_id: 'anna', user_info: { secret: true } });
        const second = await server.joined(channel, { user_id: 'anna' });
        first.leave(channel);
        await first.settled();
        second.leave(channel);
        await toldInAnyOrder(server, channel, [
          { name: 'channel_occupied', channel },
          { name: 'member_added', channel, user_id: 'anna' },
          { name: 'member_removed', channel, user_id: 'anna' },
          { name: 'channel_vacated', channel },
        ]);
      },
    },
    {
      slug: 'client-event',
      title: 'client_event tells event, data, socket_id, and on a presence channel user_id',
      needs: ['client-events'],
      async run(server) {
        const channel = server.channel('presence-');
        const sender = await server.joined(channel, { user_id: 'anna' });
        sender.send({ event: 'client-x', channel, data: '{"a":1}' });
        const { socketId: socket_id } = sender;
        await toldInAnyOrder(server, channel, [
          { name: 'channel_occupied', channel },
          { name: 'member_added', channel, user_id: 'anna' },
          { name: 'client_event', channel, event: 'client-x', data: '{"a":1}', socket_id, user_id: 'anna' },
        ]);
      },
    },
    {
      slug: 'client-event-refused',
      title: 'a client event that was refused is not told',
      needs: ['client-events'],
      async run(server) {
        const channel = server.channel();
        const sender = await server.joined(channel);
        sender.send({ event: 'client-x'.padEnd(201, 'x'), channel, data: {} });
        await sender.complaint();
        sender.leave(channel);
        await told(server, channel, [
          { name: 'channel_occupied', channel },
          { name: 'channel_vacated', channel },
        ]);
      },
    },
    {
      slug: 'cache-miss',
      title: 'cache_miss tells of a subscriber who found nothing',
      needs: ['cache-channels'],
      async run(server) {
        const channel = server.channel('private-cache-');
        const client = await server.joined(channel);
        await client.expect('pusher:cache_miss', channel);
        await toldInAnyOrder(server, channel, [
          { name: 'channel_occupied', channel },
          { name: 'cache_miss', channel },
        ]);
      },
    },
    {
      slug: 'subscription-count',
      title: 'subscription_count tells every change of the number',
      needs: ['subscription-counts'],
      async run(server) {
        const channel = server.channel();
        const [first, second] = [await server.joined(channel), await server.joined(channel)];
        second.leave(channel);
        await second.settled();
        first.leave(channel);
        await first.settled();
        const counts = () =>
          server.webhooks
            .happeningsOf(channel)
            .filter(({ name }) => name === 'subscription_count')
            .map(({ subscription_count: count }) => count);
        await server.eventually('the counts', async () => counts().slice(0, 3), [1, 2, 1]);
      },
    },
    {
      slug: 'refused-subscription',
      title: 'a refused subscription is no happening',
      async run(server) {
        const [refused, witness] = [server.channel(), server.channel()];
        const client = await server.connect();
        client.ask(refused, { auth: 'wrong' });
        await client.refused(refused);
        await client.join(witness);
        await told(server, witness, [{ name: 'channel_occupied', channel: witness }]);
        mustBe('what was told of the refused', server.webhooks.happeningsOf(refused), []);
      },
    },
    {
      slug: 'users-own-channel',
      title: 'signing in occupies no channel that anybody is told of',
      needs: ['sign-in'],
      async run(server) {
        const [client, id, witness] = [await server.connect(), server.channel('user-'), server.channel()];
        await client.signIn({ id });
        await server.trigger(`#server-to-user-${id}`, 'notice', randomText());
        await client.expect('notice');
        await client.join(witness);
        await told(server, witness, [{ name: 'channel_occupied', channel: witness }]);
        mustBe('what was told of the user', server.webhooks.happeningsOf(`#server-to-user-${id}`), []);
      },
    },
  ],
  ['webhooks'],
);

/** Exactly this has happened on the channel, in this order, subscription counts apart, and no more. */
export async function told(server: Visit, channel: string, expected: readonly object[]): Promise<void> {
  const happenings = async () => happeningsOn(server, channel);
  await toldAndNoMore(server, happenings, expected.map(sorted));
}

/** The same in whatever order: documents do not say which of two comes first that happen at once. */
async function toldInAnyOrder(server: Visit, channel: string, expected: readonly object[]): Promise<void> {
  const byText = (all: readonly object[]) => all.map((each) => JSON.stringify(sorted(each))).sort();
  await toldAndNoMore(server, async () => byText(happeningsOn(server, channel)), byText(expected));
}

/** What is told too often comes late: it is looked at again when something has been told that happened later. */
async function toldAndNoMore(
  server: Visit,
  happenings: () => Promise<unknown>,
  expected: unknown,
): Promise<void> {
  await server.eventually('what webhooks tell', happenings, expected);
  const later = server.channel();
  await server.joined(later);
  const isTold = async () => happeningsOn(server, later).length > 0;
  await server.eventually('whether a later happening is told', isTold, true);
  mustBe('what webhooks tell, and no more', await happenings(), expected);
}

function happeningsOn(server: Visit, channel: string): readonly object[] {
  const happenings = server.webhooks.happeningsOf(channel);
  return happenings.filter(({ name }) => name !== 'subscription_count').map(sorted);
}

function sorted(happening: object): object {
  return Object.fromEntries(Object.entries(happening).sort(([a], [b]) => (a < b ? -1 : 1)));
}
