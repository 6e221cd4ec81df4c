import { casesOf } from '../case';
import { mustBe, mustBeObject, mustHold } from '../mismatch';
import type { Visit } from '../visit';

/** `GET /channels` and `GET /channels/<name>`. */
export const channels = casesOf('channels', [
  {
    slug: 'listed',
    title: 'an occupied channel is listed; one that nobody is on is not',
    async run(server) {
      const [full, empty] = [server.channel(), server.channel()];
      await server.joined(full);
      await server.trigger(empty);
      const { channels: all } = await server.ask({ path: '/channels' });
      const list = mustBeObject('channels', all);
      mustBe(
        'whether they are listed',
        [Object.hasOwn(list, full), Object.hasOwn(list, empty)],
        [true, false],
      );
    },
  },
  {
    slug: 'filter',
    title: 'filter_by_prefix lists the channels with that prefix, each with an empty object',
    async run(server) {
      const name = server.channel();
      const client = await server.connect();
      for (const channel of [`${name}-a`, `${name}-b`, server.channel()]) await client.join(channel);
      mustBe('channels', await list(server, { filter_by_prefix: `${name}-` }), {
        [`${name}-a`]: {},
        [`${name}-b`]: {},
      });
    },
  },
  {
    slug: 'filter-none',
    title: 'a prefix that no channel has lists none',
    async run(server) {
      mustBe('channels', await list(server, { filter_by_prefix: server.channel() }), {});
    },
  },
  {
    slug: 'filter-literal',
    title: 'a prefix is no pattern',
    async run(server) {
      const name = server.channel();
      await server.joined(`${name}abc`);
      mustBe('channels', await list(server, { filter_by_prefix: `${name}.` }), {});
    },
  },
  {
    slug: 'vacated',
    title: 'a channel everybody has left is not listed any more',
    async run(server) {
      const name = server.channel();
      const client = await server.joined(name);
      mustBe('channels', await list(server, { filter_by_prefix: name }), { [name]: {} });
      client.leave(name);
      await client.settled();
      mustBe('channels', await list(server, { filter_by_prefix: name }), {});
    },
  },
  {
    slug: 'users',
    title: 'info=user_count counts the users of each presence channel, not their connections',
    async run(server) {
      const name = server.channel('presence-');
      for (const user_id of ['anna', 'anna', 'bela']) await server.joined(name, { user_id });
      mustBe('channels', await list(server, { filter_by_prefix: name, info: 'user_count' }), {
        [name]: { user_count: 2 },
      });
    },
  },
  ...(
    [
      ['no-prefix', 'without a prefix', {}],
      ['private-prefix', 'with the prefix private-', { filter_by_prefix: 'private-' }],
      ['dashless-prefix', 'with the prefix presence, its dash missing', { filter_by_prefix: 'presence' }],
    ] as const
  ).map(([slug, what, query]) => ({
    slug: `users-${slug}`,
    title: `info=user_count ${what} is answered 400`,
    async run(server: Visit) {
      const answer = await server.call({ path: '/channels', query: { ...query, info: 'user_count' } });
      mustBe('status', answer.status, 400);
    },
  })),
  {
    slug: 'one-occupied',
    title: 'GET of a channel tells whether anybody is on it, and no more unasked',
    async run(server) {
      const name = server.channel();
      mustBe('the empty channel', await server.ask({ path: `/channels/${name}` }), { occupied: false });
      await server.joined(name);
      mustBe('the channel', await server.ask({ path: `/channels/${name}` }), { occupied: true });
    },
  },
  {
    slug: 'one-subscriptions',
    title: 'info=subscription_count of a channel counts its connections',
    async run(server) {
      const name = server.channel();
      const first = await server.joined(name);
      await server.joined(name);
      const call = { path: `/channels/${name}`, query: { info: 'subscription_count' } };
      mustBe('the channel', await server.ask(call), { occupied: true, subscription_count: 2 });
      first.leave(name);
      await first.settled();
      mustBe('the channel', await server.ask(call), { occupied: true, subscription_count: 1 });
    },
  },
  {
    slug: 'one-users',
    title: 'info=user_count of a presence channel counts its users',
    async run(server) {
      const name = server.channel('presence-');
      for (const user_id of ['anna', 'anna', 'bela']) await server.joined(name, { user_id });
      mustBe('the channel', await server.ask({ path: `/channels/${name}`, query: { info: 'user_count' } }), {
        occupied: true,
        user_count: 2,
      });
    },
  },
  {
    slug: 'one-several-infos',
    title: 'info may name several attributes',
    async run(server) {
      const name = server.channel('presence-');
      await server.joined(name, { user_id: 'anna' });
      const { occupied, user_count, subscription_count } = await server.ask({
        path: `/channels/${name}`,
        query: { info: 'user_count,subscription_count' },
      });
      mustBe(
        'the channel',
        { occupied, user_count, subscription_count },
        {
          occupied: true,
          user_count: 1,
          subscription_count: 1,
        },
      );
    },
  },
  {
    slug: 'one-users-elsewhere',
    title: 'info=user_count of a channel that is no presence channel is answered 400',
    async run(server) {
      const name = server.channel();
      await server.joined(name);
      mustBe(
        'status',
        (await server.call({ path: `/channels/${name}`, query: { info: 'user_count' } })).status,
        400,
      );
    },
  },
  {
    slug: 'one-impossible',
    title: 'GET of an impossible channel is answered 400 or 404',
    async run(server) {
      mustBe('a channel that could be', await server.ask({ path: '/channels/a-b' }), { occupied: false });
      const { status } = await server.call({ path: `/channels/${encodeURIComponent('a b')}` });
      mustHold('status', status === 400 || status === 404, { expected: '400 or 404', received: status });
    },
  },
  {
    slug: 'users-of',
    title: 'GET of a presence channel’s users lists each once, by id',
    async run(server) {
      const name = server.channel('presence-');
      for (const user_id of ['anna', 'anna', 'bela']) await server.joined(name, { user_id });
      mustBe('ids', await ids(server, name), ['anna', 'bela']);
    },
  },
  {
    slug: 'users-of-left',
    title: 'a user who has left is not among them',
    async run(server) {
      const name = server.channel('presence-');
      await server.joined(name, { user_id: 'anna' });
      const bela = await server.joined(name, { user_id: 'bela' });
      bela.leave(name);
      await bela.settled();
      mustBe('ids', await ids(server, name), ['anna']);
    },
  },
  {
    slug: 'users-of-special',
    title: 'ids are told whatever they are: __proto__, a number, an owl',
    async run(server) {
      const name = server.channel('presence-');
      for (const user_id of ['__proto__', 7, '🦉']) await server.joined(name, { user_id });
      mustBe('ids', await ids(server, name), ['7', '__proto__', '🦉']);
    },
  },
  {
    slug: 'users-of-empty',
    title: 'a presence channel nobody is on has no users',
    async run(server) {
      mustBe('ids', await ids(server, server.channel('presence-')), []);
    },
  },
  {
    slug: 'users-of-other',
    title: 'users of a channel that is no presence channel are answered 400',
    async run(server) {
      const name = server.channel();
      await server.joined(name);
      mustBe('status', (await server.call({ path: `/channels/${name}/users` })).status, 400);
    },
  },
]);

async function list(server: Visit, query: Record<string, string>): Promise<unknown> {
  return (await server.ask({ path: '/channels', query })).channels;
}

/** The ids, as strings and sorted: documents say neither how a number is told nor in which order. */
async function ids(server: Visit, channel: string): Promise<readonly string[]> {
  const { users } = await server.ask({ path: `/channels/${channel}/users` });
  mustHold('users', Array.isArray(users), { expected: 'a list', received: users });
  return (users as readonly { readonly id?: unknown }[]).map(({ id }) => String(id)).sort();
}
