import { casesOf } from '../case';
import { mustBe, mustHold } from '../mismatch';
import { randomText, type Visit } from '../visit';

const IMPOSSIBLE: readonly (readonly [string, string, string])[] = [
  ['space', 'a space', 'private-a b'],
  ['colon', 'a colon, with which signatures are told apart', 'private-a:b'],
  ['slash', 'a slash', 'private-a/b'],
  ['hash', 'a hash sign', 'private-a#b'],
  ['percent', 'a percent sign', 'private-a%20b'],
  ['accent', 'a letter with an accent', 'private-é'],
  ['emoji', 'an owl', 'private-🦉'],
  ['line-break', 'a line break at its end', 'private-a\n'],
  ['zero', 'a zero character', 'private-a\u0000'],
  ['too-long', '201 characters', `private-${'x'.repeat(193)}`],
];

/** What a channel may be called, and what its name means. */
export const names = casesOf('names', [
  ...IMPOSSIBLE.map(([slug, what, name]) => ({
    slug: `impossible-${slug}`,
    title: `a channel name with ${what} is refused, even rightly signed; the connection goes on`,
    run: (server: Visit) => refusedName(server, name),
  })),
  { slug: 'impossible-empty', title: 'the empty name is refused', run: (server) => refusedName(server, '') },
  {
    slug: 'alphabet',
    title: 'a name may hold every one of _ - = @ , . ; and letters and digits',
    run: (server) => carriesEvents(server, `${server.channel()}_-=@,.;AZaz09`),
  },
  {
    slug: 'longest',
    title: 'a name may have 200 characters',
    run: (server) => carriesEvents(server, server.channel().padEnd(200, 'x')),
  },
  {
    slug: 'case-matters',
    title: 'names that differ in case are different channels',
    async run(server) {
      const channel = server.channel();
      const client = await server.joined(`${channel}-a`);
      const other = await server.joined(`${channel}-A`);
      await server.trigger(`${channel}-A`);
      await other.expect('event', `${channel}-A`);
      await server.nothingCame(`${channel}-a`, client);
    },
  },
  ...(
    [
      ['private', 'privatex'],
      ['presence', 'presencex'],
      ['private-underscore', 'private_'],
      ['capital', 'Private-'],
      ['inside', 'x-private-'],
    ] as const
  ).map(([slug, prefix]) => ({
    slug: `public-${slug}`,
    title: `a name that begins with ${prefix} needs no signature: a prefix counts with its dash only`,
    needs: ['public-channels' as const],
    async run(server: Visit) {
      const [client, channel] = [await server.connect(), server.channel(prefix)];
      mustBe('data of success', await client.join(channel), {});
      await server.nothingCame(channel, client);
    },
  })),
  {
    slug: 'public-cache',
    title: 'a name that begins with cachex is no cache channel: nothing is missed on it',
    needs: ['public-channels', 'cache-channels'],
    async run(server) {
      const channel = server.channel('cachex');
      await server.trigger(channel);
      await server.nothingCame(channel, await server.joined(channel));
    },
  },
  ...['__proto__', 'constructor', 'hasOwnProperty', 'toString'].map((name) => ({
    slug: `object-key-${name.replaceAll('_', '').toLowerCase()}`,
    title: `${name} is a channel name like any other`,
    needs: ['public-channels' as const],
    async run(server: Visit) {
      const client = await server.joined(name);
      mustBe('data of success', await server.isOccupied(name), true);
      const data = randomText();
      await server.trigger(name, 'event', data);
      // Others may use the name at the same time: theirs is passed over.
      let message = await client.next();
      while (message.data !== data) message = await client.next('the event just triggered');
      mustBe('the event', message, { event: 'event', channel: name, data });
      const { channels } = await server.ask({ path: '/channels', query: { filter_by_prefix: name } });
      mustHold('the list of channels', Object.hasOwn(channels as object, name), {
        expected: name,
        received: channels,
      });
    },
  })),
]);

async function refusedName(server: Visit, name: string): Promise<void> {
  const client = await server.connect();
  client.ask(name);
  const { event } = await client.next('a refusal');
  mustHold('the answer', event === 'pusher:error' || event === 'pusher:subscription_error', {
    expected: 'pusher:error or pusher:subscription_error',
    received: event,
  });
  await client.join(server.channel());
}

async function carriesEvents(server: Visit, channel: string): Promise<void> {
  const client = await server.joined(channel);
  const data = await server.trigger(channel);
  mustBe('the event', await client.next(), { event: 'event', channel, data });
  mustBe('occupied', await server.isOccupied(encodeURIComponent(channel)), true);
}
