import { casesOf } from '../case';
import { mustBe } from '../mismatch';

/** Coming to a channel and leaving it, of whatever kind. */
export const subscriptions = casesOf('subscriptions', [
  {
    slug: 'success',
    title: 'success names the channel, and its data is the string {}',
    async run(server) {
      const [client, channel] = [await server.connect(), server.channel()];
      client.ask(channel);
      const message = await client.next();
      mustBe('the success', message, {
        event: 'pusher_internal:subscription_succeeded',
        data: '{}',
        channel,
      });
    },
  },
  {
    slug: 'delivery',
    title: 'a subscriber gets an event once, with name, channel and data as they were triggered',
    async run(server) {
      const channel = server.channel();
      const client = await server.joined(channel);
      const data = await server.trigger(channel, 'name of the event');
      mustBe('the event', await client.next(), { event: 'name of the event', channel, data });
      await server.nothingCame(channel, client);
    },
  },
  {
    slug: 'registered-first',
    title: 'whoever reads the success misses nothing triggered from then on',
    async run(server) {
      const client = await server.connect();
      for (let round = 0; round < 10; round++) {
        const channel = server.channel();
        await client.join(channel);
        const data = await server.trigger(channel);
        mustBe('the event', await client.next(), { event: 'event', channel, data });
      }
    },
  },
  {
    slug: 'others-channels',
    title: 'nothing comes from channels a connection is not subscribed to',
    async run(server) {
      const [mine, other] = [server.channel(), server.channel()];
      const [client, witness] = [await server.joined(mine), await server.joined(other)];
      await server.trigger(other);
      await witness.expect('event', other);
      await server.nothingCame(mine, client);
    },
  },
  {
    slug: 'many-channels',
    title: 'one connection holds twenty channels, and each event comes on its own',
    async run(server) {
      const client = await server.connect();
      const channels = Array.from({ length: 20 }, () => server.channel());
      for (const channel of channels) await client.join(channel);
      for (const channel of channels) {
        await server.trigger(channel);
        await client.expect('event', channel);
      }
      await client.settled();
    },
  },
  {
    slug: 'many-subscribers',
    title: 'thirty subscribers get the event, each once',
    async run(server) {
      const channel = server.channel();
      const clients = await Promise.all(Array.from({ length: 30 }, () => server.joined(channel)));
      const data = await server.trigger(channel);
      for (const client of clients)
        mustBe('the event', await client.next(), { event: 'event', channel, data });
      await server.nothingCame(channel, ...clients);
    },
  },
  {
    slug: 'unsubscribe',
    title: 'after unsubscribing nothing comes from the channel, and the rest goes on',
    async run(server) {
      const [left, kept] = [server.channel(), server.channel()];
      const client = await server.joined(left);
      const witness = await server.joined(left);
      await client.join(kept);
      client.leave(left);
      await client.settled();
      await server.trigger(left);
      await witness.expect('event', left);
      await server.nothingCame(kept, client);
    },
  },
  {
    slug: 'unsubscribe-silent',
    title: 'unsubscribing is not answered',
    async run(server) {
      const channel = server.channel();
      const client = await server.joined(channel);
      client.leave(channel);
      await client.settled();
    },
  },
  {
    slug: 'unsubscribe-unknown',
    title: 'unsubscribing from a channel one is not on changes nothing for anybody',
    async run(server) {
      const channel = server.channel();
      const [client, subscriber] = [await server.connect(), await server.joined(channel)];
      client.leave(channel);
      client.leave(server.channel());
      await client.settled();
      await server.nothingCame(channel, subscriber);
    },
  },
  {
    slug: 'twice',
    title: 'subscribing twice is reported with pusher:error, and events still come once',
    async run(server) {
      const channel = server.channel();
      const client = await server.joined(channel);
      client.ask(channel);
      await client.complaint();
      const data = await server.trigger(channel);
      mustBe('the event', await client.next(), { event: 'event', channel, data });
      await server.nothingCame(channel, client);
    },
  },
  {
    slug: 'twice-counts-once',
    title: 'subscribing twice is one subscription: one unsubscription undoes it',
    async run(server) {
      const channel = server.channel();
      const client = await server.joined(channel);
      client.ask(channel);
      await client.complaint();
      mustBe(
        'channel',
        await server.ask({ path: `/channels/${channel}`, query: { info: 'subscription_count' } }),
        {
          occupied: true,
          subscription_count: 1,
        },
      );
      client.leave(channel);
      await client.settled();
      mustBe('occupied', await server.isOccupied(channel), false);
    },
  },
  {
    slug: 'again',
    title: 'a channel can be joined again after it was left',
    async run(server) {
      const channel = server.channel();
      const client = await server.joined(channel);
      client.leave(channel);
      await client.join(channel);
      await server.nothingCame(channel, client);
    },
  },
  {
    slug: 'closed',
    title: 'whoever closes the connection leaves its channels',
    async run(server) {
      const channel = server.channel();
      const client = await server.joined(channel);
      mustBe('occupied', await server.isOccupied(channel), true);
      client.socket.close();
      await server.eventually('occupied', () => server.isOccupied(channel), false);
    },
  },
  {
    slug: 'lost',
    title: 'a connection whose line breaks leaves its channels',
    async run(server) {
      const channel = server.channel();
      const client = await server.joined(channel);
      mustBe('occupied', await server.isOccupied(channel), true);
      client.socket.terminate();
      await server.eventually('occupied', () => server.isOccupied(channel), false);
    },
  },
  {
    slug: 'close-echoed',
    title: 'a close by the client is answered with a close, politely',
    async run(server) {
      const client = await server.joined(server.channel());
      client.socket.close(1000, 'bye');
      await client.closedWith(1000);
    },
  },
  {
    slug: 'json-string',
    title: 'a subscription whose data is a string of JSON is understood',
    needs: ['json-string-data'],
    async run(server) {
      const [client, channel] = [await server.connect(), server.channel()];
      const data = JSON.stringify({ channel, auth: client.auth(channel) });
      client.send({ event: 'pusher:subscribe', data });
      await client.joined(channel);
    },
  },
  {
    slug: 'public',
    title: 'a public channel needs no signature and carries events',
    needs: ['public-channels'],
    async run(server) {
      const channel = server.channel('');
      const client = await server.joined(channel);
      await server.nothingCame(channel, client);
    },
  },
  {
    slug: 'public-with-auth',
    title: 'a signature nobody asked for is of no interest on a public channel',
    needs: ['public-channels'],
    async run(server) {
      const [client, channel] = [await server.connect(), server.channel('')];
      client.ask(channel, { auth: '' });
      await client.joined(channel);
      await server.nothingCame(channel, client);
    },
  },
]);
