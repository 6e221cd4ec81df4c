import { casesOf } from '../case';
import { mustBe, mustBeObject, mustHold, mustParse } from '../mismatch';
import { randomText, type Visit } from '../visit';
import type { Client } from '../wire/client';
import { channelAuth } from '../wire/signatures';

/** User data that is rightly signed and names nobody. */
const NOBODY: readonly (readonly [string, string, string])[] = [
  ['not-json', 'is no JSON', 'anna'],
  ['null', 'is null', 'null'],
  ['list', 'is a list', '["anna"]'],
  ['no-id', 'has no id', '{"name":"Anna"}'],
  ['empty-id', 'has an empty id', '{"id":""}'],
  ['null-id', 'has null as id', '{"id":null}'],
  ['object-id', 'has an object as id', '{"id":{}}'],
];

/** Connections that stand for a user. */
export const signIn = casesOf(
  'sign-in',
  [
    {
      slug: 'success',
      title: 'signin_success echoes user_data to the character, its data a string of JSON',
      async run(server) {
        const client = await server.connect();
        const userData = `{ "id":"${server.channel('user-')}", "user_info":{"name":"Anna é"} }`;
        client.send({
          event: 'pusher:signin',
          data: { auth: client.userAuth(userData), user_data: userData },
        });
        const { data } = await client.expect('pusher:signin_success');
        mustBe('user_data', mustBeObject('data', mustParse('data', data)).user_data, userData);
      },
    },
    ...NOBODY.map(([slug, what, userData]) => ({
      slug: `refused-${slug}`,
      title: `rightly signed user_data that ${what} is refused with 4009 and a close`,
      async run(server: Visit) {
        const client = await server.connect();
        await isRefused(client, { auth: client.userAuth(userData), user_data: userData });
      },
    })),
    {
      slug: 'refused-wrong',
      title: 'a wrong signature is refused with pusher:error 4009 and a close with 4009',
      async run(server) {
        await isRefused(await server.connect(), {
          auth: `${server.target.key}:${'0'.repeat(64)}`,
          user_data: user(server),
        });
      },
    },
    {
      slug: 'refused-unsigned',
      title: 'a sign-in without auth is refused',
      async run(server) {
        await isRefused(await server.connect(), { user_data: user(server) });
      },
    },
    {
      slug: 'refused-other-key',
      title: 'another key before the right signature is refused',
      async run(server) {
        const [client, userData] = [await server.connect(), user(server)];
        await isRefused(client, { auth: `x${client.userAuth(userData)}`, user_data: userData });
      },
    },
    {
      slug: 'refused-altered',
      title: 'user_data that was altered after signing is refused',
      async run(server) {
        const client = await server.connect();
        await isRefused(client, { auth: client.userAuth(user(server)), user_data: user(server) });
      },
    },
    {
      slug: 'refused-other-socket',
      title: 'a signature for another socket is refused',
      async run(server) {
        const [owner, thief] = [await server.connect(), await server.connect()];
        const userData = user(server);
        await isRefused(thief, { auth: owner.userAuth(userData), user_data: userData });
      },
    },
    {
      slug: 'refused-channel-signature',
      title: 'a channel’s signature never serves as a sign-in',
      async run(server) {
        const [client, channelData] = [await server.connect(), user(server)];
        const auth = channelAuth(server.target, {
          socketId: client.socketId,
          channel: 'presence-x',
          channelData,
        });
        await isRefused(client, { auth, user_data: channelData });
      },
    },
    {
      slug: 'refused-empty',
      title: 'a sign-in without data is refused',
      async run(server) {
        await isRefused(await server.connect(), undefined);
      },
    },
    {
      slug: 'again',
      title: 'signing in again as the same user is no mistake',
      async run(server) {
        const [client, id] = [await server.connect(), server.channel('user-')];
        await client.signIn({ id });
        await client.signIn({ id });
        await told(server, id, client);
      },
    },
    {
      slug: 'somebody-else',
      title: 'signing in again as somebody else is refused and closed',
      async run(server) {
        const client = await server.connect();
        await client.signIn({ id: server.channel('user-') });
        const userData = user(server);
        await isRefused(client, { auth: client.userAuth(userData), user_data: userData });
      },
    },
    {
      slug: 'server-to-user',
      title: 'an event for a user reaches every connection of that user, and nobody else',
      async run(server) {
        const [id, own] = [server.channel('user-'), server.channel()];
        const [first, second] = [await server.connect(), await server.connect()];
        const [stranger, other] = [await server.joined(own), await server.joined(own)];
        for (const client of [first, second]) await client.signIn({ id });
        await other.signIn({ id: server.channel('user-') });
        await told(server, id, first, second);
        await server.nothingCame(own, stranger, other);
      },
    },
    {
      slug: 'server-to-user-special',
      title: 'a user’s id may hold what a channel’s name may not',
      async run(server) {
        const [client, id] = [await server.connect(), `${server.channel('user-')} é/ß:🦉`];
        await client.signIn({ id });
        await told(server, id, client);
      },
    },
    {
      slug: 'before-sign-in',
      title: 'before signing in nothing comes that is for the user',
      async run(server) {
        const [id, own] = [server.channel('user-'), server.channel()];
        const [client, witness] = [await server.joined(own), await server.connect()];
        await witness.signIn({ id });
        await told(server, id, witness);
        await server.nothingCame(own, client);
      },
    },
    {
      slug: 'not-by-name',
      title: 'nobody joins #server-to-user- by name, signed or not',
      async run(server) {
        const [id, own] = [server.channel('user-'), server.channel()];
        const [owner, thief] = [await server.connect(), await server.joined(own)];
        await owner.signIn({ id });
        const channel = `#server-to-user-${id}`;
        for (const auth of [undefined, thief.auth(channel), thief.userAuth(JSON.stringify({ id }))]) {
          thief.ask(channel, { auth });
          const { event } = await thief.next('a refusal');
          mustHold('the answer', event === 'pusher:error' || event === 'pusher:subscription_error', {
            expected: 'pusher:error or pusher:subscription_error',
            received: event,
          });
        }
        await told(server, id, owner);
        await server.nothingCame(own, thief);
      },
    },
    {
      slug: 'not-listed',
      title: 'a user’s own channel is not in the list of channels',
      async run(server) {
        const [client, id] = [await server.connect(), server.channel('user-')];
        await client.signIn({ id });
        const query = { filter_by_prefix: '#server-to-user-' };
        mustBe('channels', await server.ask({ path: '/channels', query }), { channels: {} });
      },
    },
    {
      slug: 'channels-too',
      title: 'whoever has signed in subscribes as before',
      async run(server) {
        const [client, channel] = [await server.connect(), server.channel()];
        await client.signIn({ id: server.channel('user-') });
        client.ask(channel, { auth: 'wrong' });
        await client.refused(channel);
        await client.join(channel);
        await server.nothingCame(channel, client);
      },
    },
    {
      slug: 'presence',
      title: 'whoever has signed in joins a presence channel without channel_data, as themselves',
      needs: ['presence-by-sign-in'],
      async run(server) {
        const [client, id] = [await server.connect(), server.channel('user-')];
        await client.signIn({ id, user_info: { name: 'Anna' } });
        mustBe('data of success', await client.join(server.channel('presence-')), {
          presence: { ids: [id], hash: { [id]: { name: 'Anna' } }, count: 1 },
        });
      },
    },
  ],
  ['sign-in'],
);

function user(server: Visit): string {
  return JSON.stringify({ id: server.channel('user-') });
}

async function isRefused(client: Client, data: object | undefined): Promise<void> {
  client.send({ event: 'pusher:signin', data });
  await client.complaint(4009);
  await client.closedWith(4009);
}

/** The next message of each must be an event for this user. */
async function told(server: Visit, id: string, ...clients: readonly Client[]): Promise<void> {
  const channel = `#server-to-user-${id}`;
  const data = await server.trigger(channel, 'notice', randomText());
  for (const client of clients) mustBe('the event', await client.next(), { event: 'notice', channel, data });
}
