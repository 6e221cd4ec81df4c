import { casesOf } from '../case';
import { mustBe, mustBeObject } from '../mismatch';
import type { Visit } from '../visit';
import type { Client } from '../wire/client';

const presence = (server: Visit): string => server.channel('presence-');

/** `user_id`s as any application may have them. */
const IDS: readonly (readonly [string, string, string])[] = [
  ['proto', '__proto__', '__proto__'],
  ['constructor', 'constructor', 'constructor'],
  ['unicode', 'in every alphabet', 'Ĝo 🦉 "quoted"'],
  ['longest', 'of 128 characters', 'x'.repeat(128)],
];

/** Channels whose members are known to each other. */
export const presenceMembers = casesOf('presence', [
  {
    slug: 'success',
    title: 'success tells ids, hash and count, the newcomer included',
    async run(server) {
      const member = { user_id: 'anna', user_info: { name: 'Anna', tags: [1, null, 'é'] } };
      mustBe('data of success', await (await server.connect()).join(presence(server), member), {
        presence: { ids: ['anna'], hash: { anna: member.user_info }, count: 1 },
      });
    },
  },
  {
    slug: 'second-sees-both',
    title: 'whoever comes second is told of both',
    async run(server) {
      const channel = presence(server);
      await server.joined(channel, { user_id: 'anna', user_info: { n: 1 } });
      const { presence: list } = mustBeObject(
        'data of success',
        await (await server.connect()).join(channel, { user_id: 'bela', user_info: { n: 2 } }),
      );
      const { ids, hash, count } = mustBeObject('presence', list);
      mustBe(
        'ids, hash and count',
        [[...(ids as string[])].sort(), hash, count],
        [['anna', 'bela'], { anna: { n: 1 }, bela: { n: 2 } }, 2],
      );
    },
  },
  {
    slug: 'member-added',
    title: 'the others are told who has come, with user_info; the newcomer is not',
    async run(server) {
      const channel = presence(server);
      const anna = await server.joined(channel, { user_id: 'anna' });
      const bela = await server.joined(channel, { user_id: 'bela', user_info: { name: 'Béla' } });
      mustBe('data of member_added', await told(anna, 'member_added', channel), {
        user_id: 'bela',
        user_info: { name: 'Béla' },
      });
      await server.nothingCame(channel, anna, bela);
    },
  },
  {
    slug: 'member-removed',
    title: 'the others are told who has left',
    async run(server) {
      const { channel, anna, bela } = await pair(server);
      bela.leave(channel);
      mustBe('data of member_removed', await told(anna, 'member_removed', channel), { user_id: 'bela' });
      await server.nothingCame(channel, anna);
    },
  },
  {
    slug: 'removed-by-close',
    title: 'whoever closes the connection has left',
    async run(server) {
      const { channel, anna, bela } = await pair(server);
      bela.socket.close();
      mustBe('data of member_removed', await told(anna, 'member_removed', channel), { user_id: 'bela' });
    },
  },
  {
    slug: 'removed-by-loss',
    title: 'whoever loses the connection has left',
    async run(server) {
      const { channel, anna, bela } = await pair(server);
      bela.socket.terminate();
      mustBe('data of member_removed', await told(anna, 'member_removed', channel), { user_id: 'bela' });
    },
  },
  {
    slug: 'added-once',
    title: 'a user’s second connection is no news',
    async run(server) {
      const { channel, anna, bela } = await pair(server);
      const again = await server.joined(channel, { user_id: 'bela' });
      await server.nothingCame(channel, anna, bela, again);
    },
  },
  {
    slug: 'removed-with-last',
    title: 'a user has left with the last connection, not with the first',
    async run(server) {
      const { channel, anna, bela } = await pair(server);
      const again = await server.joined(channel, { user_id: 'bela' });
      bela.leave(channel);
      await bela.settled();
      await server.nothingCame(channel, anna, again);
      again.leave(channel);
      mustBe('data of member_removed', await told(anna, 'member_removed', channel), { user_id: 'bela' });
    },
  },
  {
    slug: 'count-of-users',
    title: 'count counts users, not connections',
    async run(server) {
      const channel = presence(server);
      await server.joined(channel, { user_id: 'anna' });
      const { presence: list } = mustBeObject(
        'data of success',
        await (await server.connect()).join(channel, { user_id: 'anna' }),
      );
      mustBe('presence', list, { ids: ['anna'], hash: { anna: null }, count: 1 });
    },
  },
  {
    slug: 'comes-back',
    title: 'whoever left and comes back is news again',
    async run(server) {
      const { channel, anna, bela } = await pair(server);
      bela.leave(channel);
      await told(anna, 'member_removed', channel);
      await bela.join(channel, { user_id: 'bela' });
      mustBe('data of member_added', await told(anna, 'member_added', channel), { user_id: 'bela' });
    },
  },
  {
    slug: 'without-info',
    title: 'a member without user_info keeps a key in hash',
    async run(server) {
      const { presence: list } = mustBeObject(
        'data of success',
        await (await server.connect()).join(presence(server), { user_id: 'anna' }),
      );
      const { hash } = mustBeObject('presence', list);
      mustBe('keys of hash', Object.keys(mustBeObject('hash', hash)), ['anna']);
    },
  },
  {
    slug: 'number-echoed',
    title: 'a user_id that is a number is echoed as a number, and is its digits in hash',
    async run(server) {
      const channel = presence(server);
      const anna = await server.joined(channel, { user_id: 'anna' });
      const data = await (await server.connect()).join(channel, { user_id: 7, user_info: {} });
      const { presence: list } = mustBeObject('data of success', data);
      const { ids, hash } = mustBeObject('presence', list);
      mustBe('ids', ids, ['anna', 7]);
      mustBe('keys of hash', Object.keys(mustBeObject('hash', hash)).sort(), ['7', 'anna']);
      mustBe('data of member_added', await told(anna, 'member_added', channel), {
        user_id: 7,
        user_info: {},
      });
    },
  },
  {
    slug: 'number-is-its-string',
    title: 'the number 7 and the string 7 are one user',
    async run(server) {
      const channel = presence(server);
      const first = await server.joined(channel, { user_id: 7 });
      const second = await server.joined(channel, { user_id: '7' });
      await server.nothingCame(channel, first, second);
    },
  },
  {
    slug: 'same-user-elsewhere',
    title: 'leaving one channel is not leaving another',
    async run(server) {
      const [first, second] = [presence(server), presence(server)];
      const bela = await server.joined(first, { user_id: 'bela' });
      await bela.join(second, { user_id: 'bela' });
      const anna = await server.joined(second, { user_id: 'anna' });
      await told(bela, 'member_added', second);
      bela.leave(first);
      await bela.settled();
      await server.nothingCame(second, anna, bela);
    },
  },
  ...IDS.map(([slug, what, id]) => ({
    slug: `id-${slug}`,
    title: `a user_id ${what === id ? `that is ${id}` : what} is an id like any other`,
    async run(server: Visit) {
      const channel = presence(server);
      const anna = await server.joined(channel, { user_id: 'anna' });
      const user_info = { name: 'Béla' };
      const bela = await server.connect();
      const { presence: list } = mustBeObject(
        'success',
        await bela.join(channel, { user_id: id, user_info }),
      );
      const { ids, hash, count } = mustBeObject('presence', list);
      const info = Object.entries(mustBeObject('hash', hash)).find(([key]) => key === id);
      mustBe('ids, count and info', [ids, count, info?.[1]], [['anna', id], 2, user_info]);
      mustBe('data of member_added', await told(anna, 'member_added', channel), { user_id: id, user_info });
      bela.leave(channel);
      mustBe('data of member_removed', await told(anna, 'member_removed', channel), { user_id: id });
    },
  })),
  {
    slug: 'events',
    title: 'members get triggered events as on any channel',
    async run(server) {
      const { channel, anna, bela } = await pair(server);
      await server.nothingCame(channel, anna, bela);
    },
  },
]);

/** Anna and Béla on a channel, Anna told of Béla. */
async function pair(server: Visit): Promise<{ channel: string; anna: Client; bela: Client }> {
  const channel = presence(server);
  const anna = await server.joined(channel, { user_id: 'anna' });
  const bela = await server.joined(channel, { user_id: 'bela' });
  await told(anna, 'member_added', channel);
  return { channel, anna, bela };
}

/** The parsed data of the next message, which must be this news of a member. */
async function told(client: Client, event: string, channel: string): Promise<unknown> {
  const { data } = await client.expect(`pusher_internal:${event}`, channel);
  mustBe(`type of the data of ${event}`, typeof data, 'string');
  return JSON.parse(String(data));
}
