import { casesOf } from '../case';
import { mustBe, mustBeObject, mustHold, mustParse } from '../mismatch';
import type { Visit } from '../visit';
import { statusOf } from '../wire/raw-client';

/** How a connection begins. */
export const handshake = casesOf('handshake', [
  {
    slug: 'greeting',
    title: 'the first message is pusher:connection_established, its data a string of JSON',
    async run(server) {
      const { event, data } = await server.open(`/app/${server.target.key}?protocol=7`).next();
      mustBe('event', event, 'pusher:connection_established');
      const fields = mustBeObject('data', mustParse('data', data));
      mustHold('data', 'socket_id' in fields && 'activity_timeout' in fields, {
        expected: 'socket_id and activity_timeout',
        received: fields,
      });
    },
  },
  {
    slug: 'activity-timeout',
    title: 'activity_timeout is a number of seconds above zero',
    async run(server) {
      const { data } = await server.open(`/app/${server.target.key}?protocol=7`).next();
      const { activity_timeout: seconds } = mustBeObject('data', mustParse('data', data));
      mustHold('activity_timeout', typeof seconds === 'number' && seconds > 0, {
        expected: 'a number above zero',
        received: seconds,
      });
    },
  },
  {
    slug: 'socket-id-form',
    title: 'a socket id is two numbers with a dot between them',
    async run(server) {
      const { socketId } = await server.connect();
      mustHold('socket_id', /^\d+\.\d+$/.test(socketId), {
        expected: '<digits>.<digits>',
        received: socketId,
      });
    },
  },
  {
    slug: 'socket-ids-differ',
    title: 'fifty connections made at once are all greeted, each with a socket id of its own',
    async run(server) {
      const clients = await Promise.all(Array.from({ length: 50 }, () => server.connect()));
      mustBe('different socket ids', new Set(clients.map(({ socketId }) => socketId)).size, 50);
    },
  },
  {
    slug: 'socket-ids-random',
    title: 'socket ids cannot be foretold: neither number stands still or counts',
    async run(server) {
      const ids = (await server.connectMany(8)).map(({ socketId }) => socketId);
      for (const part of [0, 1]) {
        const numbers = ids.map((id) => Number(id.split('.')[part]));
        const steps = numbers.slice(1).map((number, at) => Math.abs(number - (numbers[at] ?? 0)));
        mustHold(
          `number ${part + 1} of the socket ids`,
          steps.some((step) => step > 1_000),
          {
            expected: 'random numbers',
            received: ids,
          },
        );
      }
    },
  },
  {
    slug: 'unknown-key',
    title: 'an unknown key is refused with 4001 and a reason, and nothing before it',
    run: (server) => refused(server, `/app/${server.target.key}x?protocol=7`, 4001),
  },
  {
    slug: 'key-prefix',
    title: 'a key with its last letter missing is unknown',
    run: (server) => refused(server, `/app/${server.target.key.slice(0, -1) || '0'}?protocol=7`, 4001),
  },
  {
    slug: 'key-before-protocol',
    title: 'an unknown key is unknown on protocol 5 too',
    needs: ['old-protocols'],
    async run(server) {
      const client = server.open(`/app/${server.target.key}x?protocol=5`);
      mustBe('close code', (await client.closed()).code, 4001);
    },
  },
  {
    slug: 'protocol-missing',
    title: 'a connection without a protocol version is refused with 4008',
    run: (server) => refused(server, `/app/${server.target.key}?client=js`, 4008),
  },
  {
    slug: 'protocol-empty',
    title: 'an empty protocol version is refused as malformed or missing',
    async run(server) {
      const client = server.open(`/app/${server.target.key}?protocol=`);
      const { code } = await client.closed();
      mustHold('close code', code === 4006 || code === 4008, { expected: '4006 or 4008', received: code });
    },
  },
  {
    slug: 'protocol-malformed',
    title: 'a protocol version that is no number is refused with 4006',
    run: (server) => refused(server, `/app/${server.target.key}?protocol=seven`, 4006),
  },
  {
    slug: 'protocol-too-new',
    title: 'a protocol version of the future is refused with 4007',
    run: (server) => refused(server, `/app/${server.target.key}?protocol=8`, 4007),
  },
  {
    slug: 'protocol-too-old',
    title: 'protocol version 3, long given up, is refused with 4007',
    run: (server) => refused(server, `/app/${server.target.key}?protocol=3`, 4007),
  },
  {
    slug: 'protocol-zero',
    title: 'protocol version 0 is refused with 4007',
    run: (server) => refused(server, `/app/${server.target.key}?protocol=0`, 4007),
  },
  ...['5', '6'].map((version) => ({
    slug: `protocol-${version}`,
    title: `protocol version ${version} is served, with data as strings`,
    needs: ['old-protocols' as const],
    async run(server: Visit) {
      const client = await server.open(`/app/${server.target.key}?protocol=${version}`).greeted();
      const channel = server.channel();
      mustBe('data of success', await client.join(channel), {});
      const data = await server.trigger(channel);
      mustBe('the event', await client.next(), { event: 'event', channel, data });
    },
  })),
  {
    slug: 'query-ignored',
    title: 'parameters nobody knows, and any order of them, are of no interest',
    async run(server) {
      const query = 'flash=false&x=%F0%9F%A6%89&version=8.6.0&client=js&protocol=7&x=2';
      await server.open(`/app/${server.target.key}?${query}`).greeted();
    },
  },
  {
    slug: 'only-protocol',
    title: 'client and version may be left out',
    async run(server) {
      await server.open(`/app/${server.target.key}?protocol=7`).greeted();
    },
  },
  {
    slug: 'path-too-long',
    title: 'a path with one segment more is not a connection',
    run: (server) => notServed(server, `/app/${server.target.key}/more?protocol=7`),
  },
  {
    slug: 'path-other',
    title: 'another path is not a connection',
    run: (server) => notServed(server, `/application/${server.target.key}?protocol=7`),
  },
  {
    slug: 'path-without-key',
    title: 'a path without a key is not a connection',
    run: (server) => notServed(server, '/app/?protocol=7'),
  },
  {
    slug: 'not-an-upgrade',
    title: 'a plain GET of the address is answered with an HTTP error',
    async run(server) {
      const raw = await server.socket();
      const head = await raw.request(`/app/${server.target.key}?protocol=7`, {
        Connection: 'close',
        Upgrade: '',
      });
      mustHold('status', statusOf(head) >= 400, { expected: '400 or above', received: head });
    },
  },
  {
    slug: 'upgrade-without-key',
    title: 'an upgrade without Sec-WebSocket-Key is refused (RFC 6455, 4.2.1)',
    async run(server) {
      const raw = await server.socket();
      const head = await raw.request(`/app/${server.target.key}?protocol=7`, {
        'Sec-WebSocket-Version': '13',
      });
      mustBe('status', statusOf(head), 400);
    },
  },
  {
    slug: 'upgrade-accepted',
    title: 'the upgrade is accepted with the right proof and one text frame follows',
    async run(server) {
      const raw = await server.raw();
      await raw.settled();
    },
  },
  {
    slug: 'no-compression',
    title: 'an offer of permessage-deflate is not taken up',
    needs: ['no-compression'],
    async run(server) {
      const client = await server.connect({ perMessageDeflate: true });
      mustBe('extensions', client.socket.extensions, '');
    },
  },
]);

/** On protocol 7 a refusal is the close frame with its reason, alone. */
async function refused(server: Visit, path: string, code: number): Promise<void> {
  const { reason } = await server.open(path).closedWith(code);
  mustHold('reason', reason !== '', { expected: 'a reason', received: reason });
}

/** The server is there, and this is no way to it. */
async function notServed(server: Visit, path: string): Promise<void> {
  await server.connect();
  await server.open(path).closedWith(1006);
}
