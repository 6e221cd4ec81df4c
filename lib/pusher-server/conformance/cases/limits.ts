import { casesOf } from '../case';
import { mustBe, mustBeObject } from '../mismatch';
import { OPCODE } from '../wire/frames';

/** What keeps one client from harming the others. */
export const limits = casesOf('limits', [
  {
    slug: 'messages',
    title: 'a flood of messages ends its own connection with 4100, and nobody else’s',
    needs: ['message-rate'],
    async run(server) {
      const channel = server.channel();
      const [raw, bystander] = [await server.raw(), await server.joined(channel)];
      for (let at = 0; at < FLOOD; at++) raw.text({ event: 'pusher:pong' });
      await raw.closedWith(4100);
      await server.nothingCame(channel, bystander);
    },
  },
  {
    slug: 'pongs',
    title: 'a flood of WebSocket pongs ends its own connection with 4100, and nobody else’s',
    needs: ['message-rate'],
    async run(server) {
      const channel = server.channel();
      const [raw, bystander] = [await server.raw(), await server.joined(channel)];
      for (let at = 0; at < FLOOD; at++) raw.frame({ opcode: OPCODE.pong });
      await raw.closedWith(4100);
      await server.nothingCame(channel, bystander);
    },
  },
  {
    slug: 'channels',
    title: 'one subscription too many of a connection is refused with LimitReached; leaving one makes room',
    needs: ['channel-limit'],
    async run(server) {
      const [client, name] = [await server.connect(), server.channel()];
      let refusal: unknown = null;
      for (let at = 0; at < MOST_CHANNELS && refusal === null; at++) {
        client.ask(`${name}-${at}`);
        const { event, data } = await client.next('a success or a refusal');
        if (event !== 'pusher_internal:subscription_succeeded') refusal = data;
      }
      mustBe('type of the refusal', mustBeObject('the refusal', refusal).type, 'LimitReached');
      client.leave(`${name}-0`);
      await client.join(name);
    },
  },
  {
    slug: 'slow-reader',
    title: 'who does not read gets everything in the end, or is cut: events are never missed in silence',
    needs: ['slow-reader'],
    async run(server) {
      server.allow(SLOW_READER_MS);
      const raw = await server.raw();
      const name = server.channel('private-slow-');
      const channels = Array.from({ length: 50 }, (_, at) => `${name}-${at}`);
      for (const channel of channels) {
        raw.text({ event: 'pusher:subscribe', data: { channel, auth: raw.auth(channel) } });
        mustBe('the answer', (await raw.message()).event, 'pusher_internal:subscription_succeeded');
      }
      const [first = name] = channels;
      const witness = await server.joined(first);
      raw.pause();
      for (let round = 0; round < ROUNDS; round++) {
        await server.trigger(channels, `event-${round}`, 'x'.repeat(10_000));
        await witness.expect(`event-${round}`, first);
      }
      await server.trigger(first, 'marker');
      await witness.expect('marker', first);
      // All that was for the slow reader has left the server's queue: its pong can only come behind it.
      raw.frame({ opcode: OPCODE.ping, payload: Buffer.from('that was all') });
      raw.resume();
      const rounds = Array.from({ length: ROUNDS }, (_, round) =>
        channels.map(() => `event-${round}`),
      ).flat();
      for (const next of [...rounds, 'marker', 'pong']) {
        const arrival = await raw.arrival();
        // A code: it was cut.
        if (typeof arrival === 'number') return;
        mustBe('the next event', arrival, next);
      }
    },
  },
  {
    slug: 'many-channels-gone',
    title: 'a connection on fifty channels that is lost leaves them all',
    async run(server) {
      const [client, name] = [await server.connect(), server.channel()];
      for (let at = 0; at < 50; at++) await client.join(`${name}-${at}`);
      client.socket.terminate();
      const listed = async () =>
        (await server.ask({ path: '/channels', query: { filter_by_prefix: name } })).channels;
      await server.eventually('its channels', listed, {});
    },
  },
  {
    slug: 'ping-flood',
    title: 'a hundred WebSocket pings at once are answered or cost their own connection, and nobody else’s',
    async run(server) {
      const channel = server.channel();
      const [raw, bystander] = [await server.raw(), await server.joined(channel)];
      for (let at = 0; at < 100; at++) raw.frame({ opcode: OPCODE.ping, payload: Buffer.from(String(at)) });
      let pongs = 0;
      for (; pongs < 100 && (await raw.arrival()) === 'pong'; pongs++);
      await server.nothingCame(channel, bystander);
      // Answered to the last, or gone: what is still open must be as good as before.
      if (pongs === 100) await raw.settled();
    },
  },
]);

/** Messages at once: too many for a thousand a second, also on a machine that takes seconds to read them. */
const FLOOD = 6_000;
/** Whoever lets one connection hold more has no bound worth the name. */
const MOST_CHANNELS = 500;
/** Forty times half a megabyte: more than the buffers of two sockets hold. */
const ROUNDS = 40;
const SLOW_READER_MS = 20_000;
