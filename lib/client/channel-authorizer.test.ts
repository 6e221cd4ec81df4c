import { expect, test } from 'vitest';
import { createAuthorizer } from './channel-authorizer';
import { createRequest } from './request';

/** What the authorizer makes of this answer, and what it asked. */
async function asked(respond: () => Response | Promise<Response>) {
  const sent: { path: string; init: RequestInit }[] = [];
  const request = createRequest({
    async fetch(path, init) {
      sent.push({ path, init });
      return respond();
    },
  });
  const verdict = await createAuthorizer(request)('12.34', 'private-user-u1');
  return { verdict, sent };
}

test('it asks as every Pusher client does, and hands the signature on', async () => {
  const { verdict, sent } = await asked(() => Response.json({ auth: 'key:signature' }));
  expect(verdict).toEqual({ kind: 'granted', auth: 'key:signature' });
  expect(sent).toHaveLength(1);
  expect(sent[0]).toMatchObject({
    path: '/api/realtime/auth',
    init: { method: 'POST', body: 'socket_id=12.34&channel_name=private-user-u1' },
  });
});

test.each([
  [401, 'signed-out'],
  [403, 'refused'],
  [404, 'refused'],
  [400, 'failed'],
  [429, 'failed'],
  [500, 'failed'],
  [503, 'failed'],
])('a %i means %s', async (status, kind) => {
  const { verdict } = await asked(() => Response.json({}, { status }));
  expect(verdict).toEqual({ kind });
});

test.each([
  ['a page of HTML', () => new Response('<h1>Sign in</h1>')],
  ['no signature', () => Response.json({})],
  ['a broken line', () => Promise.reject(new TypeError('failed to fetch'))],
])('%s means that it failed, and can be asked again', async (_, respond) => {
  expect((await asked(respond)).verdict).toEqual({ kind: 'failed' });
});
