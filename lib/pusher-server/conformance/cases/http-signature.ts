import { casesOf } from '../case';
import { mustBe, mustHold } from '../mismatch';
import { randomText, type Visit } from '../visit';
import type { Call } from '../wire/http-call';
import { md5 } from '../wire/signatures';

const now = (): number => Math.floor(Date.now() / 1_000);

/** What makes a signed call untrustworthy, each alone. */
const REFUSED: readonly (readonly [string, string, () => Partial<Call>])[] = [
  ['no-key', 'without auth_key', () => ({ signing: { auth_key: undefined } })],
  ['no-timestamp', 'without auth_timestamp', () => ({ signing: { auth_timestamp: undefined } })],
  ['no-version', 'without auth_version', () => ({ signing: { auth_version: undefined } })],
  ['no-signature', 'without auth_signature', () => ({ tampering: { auth_signature: undefined } })],
  ['no-md5', 'with a body and without body_md5', () => ({ signing: { body_md5: undefined } })],
  ['other-key', 'with another key', () => ({ signing: { auth_key: 'nobody' } })],
  ['other-secret', 'signed with another secret', () => ({ secret: 'another secret' })],
  ['other-version', 'of another auth_version', () => ({ signing: { auth_version: '2.0' } })],
  ['old', 'of 700 seconds ago', () => ({ signing: { auth_timestamp: String(now() - 700) } })],
  ['future', 'of 700 seconds from now', () => ({ signing: { auth_timestamp: String(now() + 700) } })],
  ['no-time', 'whose timestamp is no number', () => ({ signing: { auth_timestamp: 'yesterday' } })],
  ['empty-time', 'whose timestamp is empty', () => ({ signing: { auth_timestamp: '' } })],
  [
    'milliseconds',
    'whose timestamp is in milliseconds',
    () => ({ signing: { auth_timestamp: String(Date.now()) } }),
  ],
  ['empty-signature', 'with an empty signature', () => ({ tampering: { auth_signature: '' } })],
  ['zeros', 'with a signature of zeros', () => ({ tampering: { auth_signature: '0'.repeat(64) } })],
  ['other-md5', 'whose body is not that of body_md5', () => ({ signing: { body_md5: md5('{}') } })],
  [
    'time-changed',
    'whose timestamp was changed after signing',
    () => ({ tampering: { auth_timestamp: String(now() - 5) } }),
  ],
  [
    'parameter-added',
    'to which a parameter was added after signing',
    () => ({ tampering: { info: 'user_count' } }),
  ],
  [
    'parameter-removed',
    'of which a parameter was taken after signing',
    () => ({ query: { a: 'b' }, tampering: { a: undefined } }),
  ],
  ['other-method', 'signed for another method', () => ({ signedMethod: 'GET' })],
  ['other-path', 'signed for another path', () => ({ signedPath: '/apps/x/events' })],
];

/** Who may use the HTTP API. */
export const httpSignature = casesOf('http-signature', [
  ...REFUSED.map(([slug, what, wrong]) => ({
    slug: `refused-${slug}`,
    title: `a call ${what} is refused with 401 and a sentence, and triggers nothing`,
    async run(server: Visit) {
      const channel = server.channel();
      const client = await server.joined(channel);
      const answer = await server.call({ ...event(channel), ...wrong() });
      mustBe('status', answer.status, 401);
      mustHold('body', answer.text !== '', { expected: 'a sentence', received: answer.text });
      await server.nothingCame(channel, client);
    },
  })),
  {
    slug: 'refused-get',
    title: 'reading needs a signature as well',
    async run(server) {
      for (const path of [
        '/channels',
        `/channels/${server.channel()}`,
        `/channels/${server.channel('presence-')}/users`,
      ]) {
        mustBe(`status of ${path}`, (await server.call({ path, secret: 'wrong' })).status, 401);
      }
    },
  },
  {
    slug: 'refused-get-query',
    title: 'the signature of a GET covers its query',
    async run(server) {
      const call = {
        path: '/channels',
        query: { filter_by_prefix: 'a' },
        tampering: { filter_by_prefix: 'b' },
      };
      mustBe('status', (await server.call(call)).status, 401);
    },
  },
  {
    slug: 'nothing-told',
    title: 'a refusal never tells the signature that would have been right',
    async run(server) {
      const query = { auth_timestamp: String(now()) };
      const right = await server.call({ path: '/channels', query });
      mustBe('status of the right call', right.status, 200);
      const wrong = await server.call({ path: '/channels', query, secret: 'wrong' });
      const told = /[0-9a-f]{64}/.exec(wrong.text)?.[0];
      mustBe('a signature in the refusal', told, undefined);
    },
  },
  ...[-590, 590].map((seconds) => ({
    slug: seconds < 0 ? 'slow-clock' : 'fast-clock',
    title: `a clock that is ${Math.abs(seconds)} seconds ${seconds < 0 ? 'slow' : 'fast'} is within the window`,
    run: (server: Visit) => accepted(server, { signing: { auth_timestamp: String(now() + seconds) } }),
  })),
  {
    slug: 'any-order',
    title: 'the order of the parameters in the address is of no interest',
    run: (server) => accepted(server, { order: 'reversed' }),
  },
  {
    slug: 'key-case',
    title: 'parameters are signed by their lower-case keys',
    run: (server) => accepted(server, { query: { Zebra: '1', apple: '2' } }),
  },
  {
    slug: 'encoded-values',
    title: 'values are signed decoded, however they are encoded in the address',
    run: (server) => accepted(server, { query: { note: 'a b&c=d/é%41' } }),
  },
  {
    slug: 'plus',
    title: 'a plus sign in a value stays a plus sign',
    async run(server) {
      const query = { filter_by_prefix: 'a+b' };
      mustBe('the answer', await server.ask({ path: '/channels', query, rawPlus: true }), { channels: {} });
    },
  },
  {
    slug: 'raw-path',
    title: 'a signature over the path as it was sent is right',
    async run(server) {
      const path = `/channels/${server.channel()}%3Da`;
      const signedPath = `/apps/${server.target.appId}${path}`;
      mustBe('the answer', await server.ask({ path, signedPath }), { occupied: false });
    },
  },
  {
    slug: 'decoded-path',
    title: 'a signature over the decoded path is right',
    async run(server) {
      const path = `/channels/${server.channel()}%3Da`;
      const signedPath = `/apps/${server.target.appId}${decodeURIComponent(path)}`;
      mustBe('the answer', await server.ask({ path, signedPath }), { occupied: false });
    },
  },
  {
    slug: 'replay',
    title: 'a signed POST that was accepted once is refused with 401 the second time',
    needs: ['replay-refusal'],
    async run(server) {
      const channel = server.channel();
      const client = await server.joined(channel);
      const call = { ...event(channel), signing: { auth_timestamp: String(now()) } };
      mustBe('status', (await server.call(call)).status, 200);
      mustBe('status of the second call', (await server.call(call)).status, 401);
      await client.expect('event', channel);
      await server.nothingCame(channel, client);
    },
  },
  {
    slug: 'reads-repeat',
    title: 'two equal reads within a second are both answered',
    async run(server) {
      const call = { path: `/channels/${server.channel()}`, query: { auth_timestamp: String(now()) } };
      mustBe('statuses', [(await server.call(call)).status, (await server.call(call)).status], [200, 200]);
    },
  },
]);

function event(channel: string): Call {
  return { path: '/events', body: { name: 'event', channels: [channel], data: randomText() } };
}

async function accepted(server: Visit, how: Partial<Call>): Promise<void> {
  const channel = server.channel();
  const client = await server.joined(channel);
  mustBe('the answer', await server.ask({ ...event(channel), ...how }), {});
  await client.expect('event', channel);
}
