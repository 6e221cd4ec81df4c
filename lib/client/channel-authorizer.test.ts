import { expect, test } from 'vitest';
import { createAuthorizer } from './channel-authorizer';
import { createRequest } from './request';

/** An authoriser whose server answers so; what it was sent is kept. */
function setUp(answer: () => Response) {
  const sent: { path: string; init: RequestInit }[] = [];
  const request = createRequest({
    fetch: async (path, init) => {
      sent.push({ path, init });
      return answer();
    },
  });
  return { sent, authorize: createAuthorizer(request) };
}

const status = (code: number) => () => new Response('{}', { status: code });

test('the socket and the channel are sent as the protocol’s form, and the signature comes back', async () => {
  const { sent, authorize } = setUp(() => Response.json({ auth: 'a-key:abc' }));

  expect(await authorize('12.34', 'private-user-ana')).toEqual({ kind: 'granted', auth: 'a-key:abc' });
  expect(sent[0]?.path).toBe('/api/realtime/auth');
  expect(sent[0]?.init.body).toBe('socket_id=12.34&channel_name=private-user-ana');
  expect(sent[0]?.init.headers).toMatchObject({ 'content-type': 'application/x-www-form-urlencoded' });
});

test.each([
  [401, 'signed-out'],
  [403, 'refused'],
  [404, 'refused'],
  [429, 'failed'],
  [500, 'failed'],
  [503, 'failed'],
])('%i means %s', async (code, kind) => {
  const { authorize } = setUp(status(code));

  expect(await authorize('12.34', 'private-user-ana')).toEqual({ kind });
});

test('a broken line and an answer that is none are worth another try', async () => {
  const broken = setUp(() => {
    throw new TypeError('Failed to fetch');
  });
  const strange = setUp(() => new Response('<html>', { status: 200 }));

  expect(await broken.authorize('12.34', 'private-user-ana')).toEqual({ kind: 'failed' });
  expect(await strange.authorize('12.34', 'private-user-ana')).toEqual({ kind: 'failed' });
});
