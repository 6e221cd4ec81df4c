import { casesOf } from '../case';
import { mustBe, mustHold } from '../mismatch';
import type { Visit } from '../visit';

/** Channel data that is rightly signed and names no member. */
const NO_MEMBER: readonly (readonly [string, string, string])[] = [
  ['not-json', 'is no JSON', 'anna'],
  ['null', 'is null', 'null'],
  ['list', 'is a list', '["anna"]'],
  ['no-user-id', 'has no user_id', '{"user_info":{}}'],
  ['null-id', 'has null as user_id', '{"user_id":null}'],
  ['empty-id', 'has an empty user_id', '{"user_id":""}'],
  ['object-id', 'has an object as user_id', '{"user_id":{"id":1}}'],
  ['boolean-id', 'has true as user_id', '{"user_id":true}'],
  ['long-id', 'has a user_id of 129 characters', JSON.stringify({ user_id: 'x'.repeat(129) })],
  [
    'large-info',
    'has more than a kilobyte of user_info',
    JSON.stringify({ user_id: 'anna', user_info: { text: 'x'.repeat(1_100) } }),
  ],
];

/** Who may not become a member. */
export const presenceRefusals = casesOf('presence-refusals', [
  ...NO_MEMBER.map(([slug, what, channelData]) => ({
    slug,
    title: `rightly signed channel_data that ${what} is refused`,
    run: (server: Visit) => isRefused(server, server.channel('presence-'), { channelData }),
  })),
  {
    slug: 'missing',
    title: 'a presence channel is not joined without channel_data, signed or not',
    async run(server) {
      await isRefused(server, server.channel('presence-'), {});
    },
  },
  {
    slug: 'unsigned',
    title: 'a signature that does not cover the channel_data is refused',
    async run(server) {
      const [client, channel] = [await server.connect(), server.channel('presence-')];
      client.ask(channel, { auth: client.auth(channel), channelData: '{"user_id":"anna"}' });
      await client.refused(channel);
    },
  },
  {
    slug: 'altered',
    title: 'channel_data that was altered after signing is refused',
    async run(server) {
      const [client, channel] = [await server.connect(), server.channel('presence-')];
      const auth = client.auth(channel, '{"user_id":"anna"}');
      client.ask(channel, { auth, channelData: '{"user_id":"root"}' });
      await client.refused(channel);
    },
  },
  {
    slug: 'respaced',
    title: 'channel_data is signed to the character: a space more is refused',
    async run(server) {
      const [client, channel] = [await server.connect(), server.channel('presence-')];
      const auth = client.auth(channel, '{"user_id":"anna"}');
      client.ask(channel, { auth, channelData: '{"user_id": "anna"}' });
      await client.refused(channel);
    },
  },
  {
    slug: 'not-announced',
    title: 'whoever is refused is neither announced nor listed',
    async run(server) {
      const channel = server.channel('presence-');
      const anna = await server.joined(channel, { user_id: 'anna' });
      const refused = await server.connect();
      refused.ask(channel, { auth: 'wrong', channelData: '{"user_id":"bela"}' });
      await refused.refused(channel);
      await server.nothingCame(channel, anna);
      mustBe('users', await server.ask({ path: `/channels/${channel}/users` }), { users: [{ id: 'anna' }] });
    },
  },
  {
    slug: 'info-within-limit',
    title: 'user_info of 1,000 bytes is accepted',
    async run(server) {
      const user_info = { text: 'x'.repeat(989) };
      mustBe('bytes of user_info', Buffer.byteLength(JSON.stringify(user_info)), 1_000);
      const member = { user_id: 'anna', user_info };
      mustBe('data of success', await (await server.connect()).join(server.channel('presence-'), member), {
        presence: { ids: ['anna'], hash: { anna: user_info }, count: 1 },
      });
    },
  },
  {
    slug: 'hundred-members',
    title: 'a hundred users may join and the next may not; a member’s second connection still may',
    async run(server) {
      const channel = server.channel('presence-');
      // Fewer at a time: everybody hears of everybody who comes later.
      for (let from = 0; from < 100; from += 25) {
        const ids = Array.from({ length: 25 }, (_, at) => `user-${from + at}`);
        await Promise.all(ids.map((user_id) => server.joined(channel, { user_id })));
      }
      const late = await server.connect();
      late.ask(channel, { channelData: '{"user_id":"late"}' });
      const { event } = await late.next('a refusal');
      mustHold('the answer', event === 'pusher:subscription_error' || event === 'pusher:error', {
        expected: 'pusher:subscription_error or pusher:error',
        received: event,
      });
      await late.join(channel, { user_id: 'user-0' });
    },
  },
]);

async function isRefused(server: Visit, channel: string, given: { channelData?: string }): Promise<void> {
  const client = await server.connect();
  client.ask(channel, given);
  const { event } = await client.next('a refusal');
  mustHold('the answer', event === 'pusher:subscription_error' || event === 'pusher:error', {
    expected: 'pusher:subscription_error or pusher:error',
    received: event,
  });
  await client.settled();
  mustBe('occupied', await server.isOccupied(channel), false);
}
