import { casesOf } from '../case';
import { mustBe, mustHold } from '../mismatch';
import type { Visit } from '../visit';
import { OPCODE } from '../wire/frames';
import { eventOf, type RawClient } from '../wire/raw-client';

/** How either side knows that the other is there. */
export const heartbeat = casesOf('heartbeat', [
  ...(
    [
      ['without-data', 'without data', {}],
      ['with-object', 'with an object as data', { data: {} }],
      ['with-string', 'with a string as data', { data: '{}' }],
      ['with-null', 'with null as data', { data: null }],
    ] as const
  ).map(([slug, how, more]) => ({
    slug: `ping-${slug}`,
    title: `pusher:ping ${how} is answered with pusher:pong`,
    async run(server: Visit) {
      const client = await server.connect();
      client.send({ event: 'pusher:ping', ...more });
      await client.expect('pusher:pong');
    },
  })),
  {
    slug: 'every-ping',
    title: 'twenty pings in one go get twenty pongs',
    async run(server) {
      const client = await server.connect();
      for (let ping = 0; ping < 20; ping++) client.send({ event: 'pusher:ping', data: {} });
      for (let pong = 0; pong < 20; pong++) await client.expect('pusher:pong');
      await client.settled();
    },
  },
  {
    slug: 'unsolicited-pong',
    title: 'a pusher:pong nobody asked for is not answered',
    async run(server) {
      const client = await server.connect();
      client.send({ event: 'pusher:pong', data: {} });
      await client.settled();
    },
  },
  {
    slug: 'websocket-ping',
    title: 'a WebSocket ping is answered with its own payload',
    async run(server) {
      const raw = await server.raw();
      raw.frame({ opcode: OPCODE.ping, payload: Buffer.from('are you there') });
      const { opcode, payload } = await raw.next('a pong frame');
      mustBe(
        'the pong',
        { opcode, payload: payload.toString() },
        { opcode: OPCODE.pong, payload: 'are you there' },
      );
    },
  },
  {
    slug: 'websocket-pong',
    title: 'a WebSocket pong nobody asked for is of no interest',
    async run(server) {
      const raw = await server.raw();
      raw.frame({ opcode: OPCODE.pong, payload: Buffer.from('hello') });
      await raw.settled();
    },
  },
  {
    slug: 'silent-peer',
    title: 'a peer that stays silent and answers no ping is closed with 4201',
    needs: ['heartbeat'],
    async run(server) {
      const { raw, timeoutMs } = await timed(server);
      raw.ignorePings();
      server.allow(timeoutMs * 2 + SLACK_MS);
      await raw.closedWith(4201, 'pusher:ping');
    },
  },
  {
    slug: 'asked-first',
    title:
      'a peer that stays silent is pinged, by WebSocket or by message, before the activity timeout is over',
    needs: ['heartbeat'],
    async run(server) {
      const { raw, timeoutMs } = await timed(server);
      server.allow(timeoutMs + SLACK_MS);
      const startedAtMs = performance.now();
      await raw.asked();
      const silentMs = performance.now() - startedAtMs;
      mustHold('silence before the first ping', silentMs < timeoutMs + SLACK_MS / 2, {
        expected: `at most ${timeoutMs} ms`,
        received: `${Math.round(silentMs)} ms`,
      });
    },
  },
  {
    slug: 'answering-peer',
    title: 'a peer that only answers pings is kept for twice the activity timeout',
    needs: ['heartbeat'],
    async run(server) {
      const { raw, timeoutMs } = await timed(server);
      server.allow(timeoutMs * 2 + SLACK_MS);
      await answeringFor(raw, timeoutMs * 2);
      await raw.settled();
    },
  },
  {
    slug: 'pinging-peer',
    title: 'a peer that pings by message is kept, though it answers no WebSocket ping',
    needs: ['heartbeat'],
    async run(server) {
      const { raw, timeoutMs } = await timed(server);
      raw.ignorePings();
      server.allow(timeoutMs * 2 + SLACK_MS);
      for (let ping = 0; ping < 4; ping++) {
        await passed(timeoutMs / 2);
        await raw.settled();
      }
    },
  },
]);

/** Beyond what the server itself takes: its sweep, and a busy machine. */
const SLACK_MS = 10_000;

/** A bare socket on a channel of its own, and the activity timeout it was greeted with. */
async function timed(server: Visit): Promise<{ raw: RawClient; timeoutMs: number }> {
  const raw = await server.socket();
  await raw.upgrade(`/app/${server.target.key}?protocol=7`);
  const { activity_timeout: seconds } = await raw.greeted();
  // A server may also cut those who never subscribe.
  const channel = server.channel();
  raw.text({ event: 'pusher:subscribe', data: { channel, auth: raw.auth(channel) } });
  mustBe('the answer', (await raw.message()).event, 'pusher_internal:subscription_succeeded');
  return { raw, timeoutMs: Number(seconds) * 1_000 };
}

/** Time is the subject here: the one place where waiting is not for a message. */
async function passed(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}

/** WebSocket pings are answered by themselves; a server's own `pusher:ping` is answered here. */
async function answeringFor(raw: RawClient, ms: number): Promise<void> {
  const until = performance.now() + ms;
  while (performance.now() < until) {
    await passed(Math.min(ms / 8, until - performance.now() + 1));
    for (const frame of raw.waiting()) {
      mustBe('what a peer at peace is sent', eventOf(frame), 'pusher:ping');
      raw.text({ event: 'pusher:pong', data: {} });
    }
  }
}
