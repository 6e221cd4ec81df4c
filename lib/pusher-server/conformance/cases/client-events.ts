import { casesOf } from '../case';
import { mustBe } from '../mismatch';
import type { Visit } from '../visit';
import type { Client } from '../wire/client';

const DATA: readonly (readonly [string, string, unknown])[] = [
  ['object', 'an object', { text: 'Grüße 🦉', list: [1, null, { deep: true }] }],
  ['string', 'a string', '{"already":"JSON"}'],
  ['number', 'a number', 7],
  ['null', 'null', null],
  ['nested', 'nested fifty levels deep', JSON.parse('['.repeat(50) + ']'.repeat(50))],
];

/** Events from client to client. */
export const clientEvents = casesOf(
  'client-events',
  [
    {
      slug: 'to-the-others',
      title: 'a client event reaches the others on the channel, and not its sender',
      async run(server) {
        const { channel, sender, others } = await threeOn(server);
        sender.send({ event: 'client-typing', channel, data: { on: true } });
        for (const other of others) {
          mustBe('the event', await other.next(), { event: 'client-typing', channel, data: { on: true } });
        }
        await server.nothingCame(channel, sender, ...others);
      },
    },
    ...DATA.map(([slug, what, data]) => ({
      slug: `data-${slug}`,
      title: `data that is ${what} arrives as it was sent`,
      async run(server: Visit) {
        const { channel, sender, others } = await threeOn(server);
        sender.send({ event: 'client-x', channel, data });
        for (const other of others) mustBe('data', (await other.expect('client-x', channel)).data, data);
      },
    })),
    {
      slug: 'presence-user-id',
      title: 'on a presence channel it comes with its sender’s user_id',
      async run(server) {
        const { channel, sender, other } = await members(server);
        sender.send({ event: 'client-x', channel, data: {} });
        mustBe('the event', await other.next(), { event: 'client-x', channel, data: {}, user_id: 'anna' });
      },
    },
    {
      slug: 'forged-user-id',
      title: 'a user_id the sender made up does not arrive',
      async run(server) {
        const { channel, sender, other } = await members(server);
        sender.send({ event: 'client-x', channel, data: {}, user_id: 'root' });
        mustBe('user_id', (await other.expect('client-x', channel)).user_id, 'anna');
      },
    },
    {
      slug: 'no-user-id',
      title: 'on a private channel nobody is named, not even by the sender',
      async run(server) {
        const { channel, sender, others } = await threeOn(server);
        sender.send({ event: 'client-x', channel, data: {}, user_id: 'root' });
        for (const other of others)
          mustBe('user_id', (await other.expect('client-x', channel)).user_id, undefined);
      },
    },
    {
      slug: 'not-subscribed',
      title: 'whoever is not on the channel sends nothing to it',
      async run(server) {
        const { channel, others } = await threeOn(server);
        const stranger = await server.connect();
        stranger.send({ event: 'client-x', channel, data: {} });
        await stranger.complaint();
        await server.nothingCame(channel, ...others);
      },
    },
    {
      slug: 'after-leaving',
      title: 'whoever has left the channel sends nothing to it any more',
      async run(server) {
        const { channel, sender, others } = await threeOn(server);
        sender.leave(channel);
        sender.send({ event: 'client-x', channel, data: {} });
        await sender.complaint();
        await server.nothingCame(channel, ...others);
      },
    },
    {
      slug: 'refused-on-public',
      title: 'client events are refused on public channels',
      needs: ['public-channels'],
      async run(server) {
        const channel = server.channel('');
        const [sender, other] = [await server.joined(channel), await server.joined(channel)];
        sender.send({ event: 'client-x', channel, data: {} });
        await sender.complaint();
        await server.nothingCame(channel, sender, other);
      },
    },
    {
      slug: 'other-channel',
      title: 'a client event stays on its channel',
      async run(server) {
        const { channel, sender, others } = await threeOn(server);
        const elsewhere = server.channel();
        await sender.join(elsewhere);
        const witness = await server.joined(elsewhere);
        sender.send({ event: 'client-x', channel: elsewhere, data: {} });
        await witness.expect('client-x', elsewhere);
        await server.nothingCame(channel, ...others);
      },
    },
    {
      slug: 'longest-name',
      title: 'the name may have 200 characters',
      async run(server) {
        const { channel, sender, others } = await threeOn(server);
        const event = 'client-'.padEnd(200, 'x');
        sender.send({ event, channel, data: {} });
        for (const other of others) await other.expect(event, channel);
      },
    },
    {
      slug: 'name-too-long',
      title: 'a name of 201 characters is refused',
      async run(server) {
        const { channel, sender, others } = await threeOn(server);
        sender.send({ event: 'client-'.padEnd(201, 'x'), channel, data: {} });
        await sender.complaint();
        await server.nothingCame(channel, sender, ...others);
      },
    },
    {
      slug: 'largest-data',
      title: 'data may have ten kilobytes',
      async run(server) {
        const { channel, sender, others } = await threeOn(server);
        const data = 'x'.repeat(10_000);
        sender.send({ event: 'client-x', channel, data });
        for (const other of others) mustBe('data', (await other.expect('client-x', channel)).data, data);
      },
    },
    {
      slug: 'data-too-large',
      title: 'more than ten kilobytes of data are refused',
      async run(server) {
        const { channel, sender, others } = await threeOn(server);
        sender.send({ event: 'client-x', channel, data: 'x'.repeat(10_241) });
        await sender.complaint();
        await server.nothingCame(channel, sender, ...others);
      },
    },
    {
      slug: 'order',
      title: 'ten client events arrive in the order they were sent',
      async run(server) {
        const { channel, sender, others } = await threeOn(server);
        for (let at = 0; at < 10; at++) sender.send({ event: 'client-x', channel, data: at });
        for (const other of others) {
          for (let at = 0; at < 10; at++) mustBe('data', (await other.expect('client-x', channel)).data, at);
        }
      },
    },
  ],
  ['client-events'],
);

/** Three on a private channel. */
export async function threeOn(
  server: Visit,
): Promise<{ channel: string; sender: Client; others: readonly [Client, Client] }> {
  const channel = server.channel();
  const sender = await server.joined(channel);
  return { channel, sender, others: [await server.joined(channel), await server.joined(channel)] };
}

/** Anna, who sends, and another on a presence channel. */
async function members(server: Visit): Promise<{ channel: string; sender: Client; other: Client }> {
  const channel = server.channel('presence-');
  const sender = await server.joined(channel, { user_id: 'anna' });
  const other = await server.joined(channel, { user_id: 'bela' });
  await sender.expect('pusher_internal:member_added', channel);
  return { channel, sender, other };
}
