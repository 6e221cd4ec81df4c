import { casesOf } from '../case';
import { mustBe, mustBeObject, mustHold } from '../mismatch';
import { randomText, type Visit } from '../visit';

/** Signed, so that they work where public channels do not. */
const cached = (server: Visit): string => server.channel('private-cache-');

/** Channels that keep their last event. */
export const cacheChannels = casesOf(
  'cache',
  [
    {
      slug: 'miss',
      title: 'success on an empty cache channel is followed by pusher:cache_miss',
      async run(server) {
        const [client, channel] = [await server.connect(), cached(server)];
        await client.join(channel);
        await client.expect('pusher:cache_miss', channel);
        await client.settled();
      },
    },
    {
      slug: 'hit',
      title: 'success is followed by the last event, as it was triggered, and by no miss',
      async run(server) {
        const [client, channel] = [await server.connect(), cached(server)];
        const data = await server.trigger(channel, 'price');
        await client.join(channel);
        mustBe('the kept event', await client.next(), { event: 'price', channel, data });
        await client.settled();
      },
    },
    {
      slug: 'last',
      title: 'only the last of several events is kept',
      async run(server) {
        const [client, channel] = [await server.connect(), cached(server)];
        await server.trigger(channel, 'first');
        await server.trigger(channel, 'second');
        const data = await server.trigger(channel, 'third');
        await client.join(channel);
        mustBe('the kept event', await client.next(), { event: 'third', channel, data });
        await client.settled();
      },
    },
    {
      slug: 'only-newcomer',
      title: 'the kept event goes to the newcomer alone, and once',
      async run(server) {
        const channel = cached(server);
        await server.trigger(channel);
        const first = await server.joined(channel);
        await first.expect('event', channel);
        const second = await server.joined(channel);
        await second.expect('event', channel);
        await server.nothingCame(channel, first, second);
      },
    },
    {
      slug: 'miss-only-newcomer',
      title: 'a miss is told to the newcomer alone',
      async run(server) {
        const channel = cached(server);
        const first = await server.joined(channel);
        await first.expect('pusher:cache_miss', channel);
        const second = await server.joined(channel);
        await second.expect('pusher:cache_miss', channel);
        await server.nothingCame(channel, first, second);
      },
    },
    {
      slug: 'outlives-subscribers',
      title: 'the event is kept when the last subscriber has gone',
      async run(server) {
        const channel = cached(server);
        const first = await server.joined(channel);
        await first.expect('pusher:cache_miss', channel);
        const data = await server.trigger(channel);
        await first.expect('event', channel);
        first.leave(channel);
        await first.settled();
        mustBe('occupied', await server.isOccupied(channel), false);
        await first.join(channel);
        mustBe('the kept event', await first.next(), { event: 'event', channel, data });
      },
    },
    {
      slug: 'excluded-event',
      title: 'an event that left a socket out is kept for it all the same when it comes anew',
      async run(server) {
        const [client, channel] = [await server.connect(), cached(server)];
        const data = await server.trigger(channel, 'event', randomText(), { socket_id: client.socketId });
        await client.join(channel);
        mustBe('the kept event', await client.next(), { event: 'event', channel, data });
      },
    },
    {
      slug: 'refused-private',
      title: 'whoever is refused on a private cache channel is told neither event nor miss',
      async run(server) {
        const [client, channel] = [await server.connect(), cached(server)];
        await server.trigger(channel);
        client.ask(channel, { auth: 'wrong' });
        await client.refused(channel);
        await client.settled();
      },
    },
    {
      slug: 'presence',
      title: 'a presence cache channel tells its members first, then the event',
      async run(server) {
        const [client, channel] = [await server.connect(), server.channel('presence-cache-')];
        const data = await server.trigger(channel);
        const { presence } = mustBeObject('data of success', await client.join(channel, { user_id: 'anna' }));
        mustBe('ids', mustBeObject('presence', presence).ids, ['anna']);
        mustBe('the kept event', await client.next(), { event: 'event', channel, data });
      },
    },
    {
      slug: 'presence-needs-signature',
      title: 'a presence cache channel is not joined unsigned',
      async run(server) {
        const [client, channel] = [await server.connect(), server.channel('presence-cache-')];
        await server.trigger(channel);
        client.ask(channel, { auth: '', channelData: '{"user_id":"anna"}' });
        await client.refused(channel);
        await client.settled();
      },
    },
    {
      slug: 'public',
      title: 'a public cache channel keeps its event too',
      needs: ['public-channels'],
      async run(server) {
        const [client, channel] = [await server.connect(), server.channel('cache-')];
        const data = await server.trigger(channel);
        await client.join(channel);
        mustBe('the kept event', await client.next(), { event: 'event', channel, data });
      },
    },
    {
      slug: 'encrypted',
      title: 'an encrypted cache channel keeps its ciphertext and needs a signature',
      needs: ['encrypted-channels'],
      async run(server) {
        const [client, channel] = [await server.connect(), server.channel('private-encrypted-cache-')];
        const data = await server.trigger(channel, 'event', '{"nonce":"AAAA","ciphertext":"BBBB"}');
        client.ask(channel, { auth: 'wrong' });
        await client.refused(channel);
        await client.join(channel);
        mustBe('the kept event', await client.next(), { event: 'event', channel, data });
      },
    },
    {
      slug: 'not-client-events',
      title: 'client events are not kept',
      needs: ['client-events'],
      async run(server) {
        const channel = cached(server);
        const [sender, other] = [await server.joined(channel), await server.joined(channel)];
        for (const client of [sender, other]) await client.expect('pusher:cache_miss', channel);
        sender.send({ event: 'client-x', channel, data: {} });
        await other.expect('client-x', channel);
        const late = await server.joined(channel);
        await late.expect('pusher:cache_miss', channel);
      },
    },
    {
      slug: 'plain-channels',
      title: 'a channel that is no cache channel keeps nothing',
      async run(server) {
        const channel = server.channel();
        await server.trigger(channel);
        await server.nothingCame(channel, await server.joined(channel));
      },
    },
    {
      slug: 'info',
      title: 'GET of the channel with info=cache tells the kept data and how long it is kept',
      async run(server) {
        const channel = cached(server);
        const data = await server.trigger(channel);
        const { cache } = await server.ask({ path: `/channels/${channel}`, query: { info: 'cache' } });
        const { data: kept, ttl } = mustBeObject('cache', cache);
        mustBe('data', kept, data);
        mustHold('ttl', Number.isInteger(ttl) && Number(ttl) > 0, {
          expected: 'whole seconds',
          received: ttl,
        });
      },
    },
    {
      slug: 'info-empty',
      title: 'info=cache of an empty cache channel is null',
      async run(server) {
        const { cache } = await server.ask({ path: `/channels/${cached(server)}`, query: { info: 'cache' } });
        mustBe('cache', cache, null);
      },
    },
  ],
  ['cache-channels'],
);
