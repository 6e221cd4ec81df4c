import { Agent } from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import { casesOf } from '../case';
import { mustBe, mustHold } from '../mismatch';
import { randomText, type Visit } from '../visit';
import type { Call } from '../wire/http-call';

const METHODS: readonly (readonly [string, string, string])[] = [
  ['GET', '/events', 'get-events'],
  ['GET', '/batch_events', 'get-batch'],
  ['POST', '/channels', 'post-channels'],
  ['DELETE', '/events', 'delete-events'],
];

/** What holds for every call. */
export const http = casesOf('http', [
  {
    slug: 'json',
    title: 'an accepted call is answered with JSON, and its Content-Type says so',
    async run(server) {
      const answer = await server.call({ path: '/channels' });
      mustBe('status', answer.status, 200);
      mustHold('Content-Type', /^application\/json\b/.test(answer.headers['content-type'] ?? ''), {
        expected: 'application/json',
        received: answer.headers['content-type'],
      });
      answer.json();
    },
  },
  {
    slug: 'keep-alive',
    title: 'several calls may follow each other on one line',
    async run(server) {
      const agent = new (server.target.tls ? TlsAgent : Agent)({ keepAlive: true, maxSockets: 1 });
      try {
        const channel = server.channel();
        const client = await server.joined(channel);
        for (let at = 0; at < 3; at++) {
          await server.ask({ ...event(channel), agent });
          await client.expect('event', channel);
        }
      } finally {
        agent.destroy();
      }
    },
  },
  {
    slug: 'after-a-refusal',
    title: 'a refused call does not spoil the line for the next',
    async run(server) {
      const agent = new (server.target.tls ? TlsAgent : Agent)({ keepAlive: true, maxSockets: 1 });
      try {
        mustBe(
          'status',
          (await server.call({ ...event(server.channel()), secret: 'wrong', agent })).status,
          401,
        );
        await server.ask({ ...event(server.channel()), agent });
      } finally {
        agent.destroy();
      }
    },
  },
  {
    slug: 'chunked',
    title: 'a body that comes in chunks, without Content-Length, is understood',
    async run(server) {
      const channel = server.channel();
      const client = await server.joined(channel);
      await server.ask({ ...event(channel), chunked: true });
      await client.expect('event', channel);
    },
  },
  {
    slug: 'unknown-application',
    title: 'an unknown application is answered 404 or 401',
    async run(server) {
      await server.ask(event(server.channel()));
      const { status } = await server.call({ ...event(server.channel()), appId: `${server.target.appId}0` });
      mustHold('status', status === 404 || status === 401, { expected: '404 or 401', received: status });
    },
  },
  ...['/nothing', '/channels/a/b', '/events/more'].map((path) => ({
    slug: `unknown-path${path.replaceAll('/', '-')}`,
    title: `${path} below the application is answered 404`,
    async run(server: Visit) {
      await server.ask({ path: '/channels' });
      mustBe('status', (await server.call({ path })).status, 404);
    },
  })),
  ...METHODS.map(([method, path, slug]) => ({
    slug,
    title: `${method} of ${path} is answered 405, and Allow names what would do`,
    async run(server: Visit) {
      const body = method === 'GET' ? undefined : '{}';
      const { status, headers } = await server.call({ method, path, body });
      mustBe('status', status, 405);
      mustHold('Allow', headers.allow !== undefined && !headers.allow.includes(method), {
        expected: 'the method of the route (RFC 9110, 15.5.6)',
        received: headers.allow,
      });
    },
  })),
  ...(
    [
      ['not-json', 'that is no JSON', 'hello '],
      ['broken', 'that breaks off', '{"name":'],
      ['empty', 'that is empty', ''],
      ['null', 'that is null', 'null'],
      ['list', 'that is a list', '[]'],
      ['string', 'that is a string', '"event"'],
    ] as const
  ).map(([slug, what, body]) => ({
    slug: `body-${slug}`,
    title: `a rightly signed body ${what} is answered 400`,
    async run(server: Visit) {
      mustBe('status', (await server.call({ method: 'POST', path: '/events', body })).status, 400);
    },
  })),
  {
    slug: 'body-too-large',
    title: 'a body of two megabytes is answered 413',
    async run(server) {
      const body = { ...(event(server.channel()).body as object), data: 'x'.repeat(2_000_000) };
      mustBe('status', (await server.call({ path: '/events', body })).status, 413);
    },
  },
  {
    slug: 'body-not-utf8',
    title: 'a body that is not UTF-8 does no harm: it is refused, or an event like any other',
    async run(server) {
      const channel = server.channel();
      const client = await server.joined(channel);
      const [head, tail] = [`{"name":"event","channels":["${channel}"],"data":"`, '"}'];
      const body = Buffer.concat([Buffer.from(head), Buffer.from([0xff, 0xfe]), Buffer.from(tail)]);
      const { status } = await server.call({ method: 'POST', path: '/events', body });
      mustHold('status', status === 400 || status === 200, { expected: '400 or 200', received: status });
      // The client library ends a connection over which bad UTF-8 comes.
      if (status === 200) await client.expect('event', channel);
      await server.nothingCame(channel, client);
    },
  },
]);

function event(channel: string): Call {
  return { path: '/events', body: { name: 'event', channels: [channel], data: randomText() } };
}
