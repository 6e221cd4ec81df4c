import { afterEach, expect, test, vi } from 'vitest';
import { changePerson, invitePerson, makePasswordLink, revokeInvitation, signOutEverywhere } from './people';

afterEach(() => {
  vi.unstubAllGlobals();
});

type Sent = { method: string; path: string; key: string | null; body: unknown };
const BEN = { name: 'Ben', email: 'ben@belfry.test', role: 'member' } as const;

/** A server that makes links like ours; `lose` of its first answers get lost on the way, the work being done. */
function server({ lose = 0, taken = false } = {}): readonly Sent[] {
  const sent: Sent[] = [];
  const made = new Map<string, string>();
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    const key = new Headers(init.headers).get('idempotency-key');
    sent.push({ method: init.method ?? 'GET', path, key, body: JSON.parse(String(init.body)) });
    const response = answer(key);
    if (sent.length <= lose) throw new TypeError('the line broke');
    return response;
  });

  function answer(key: string | null): Response {
    const before = made.get(key ?? '');
    if (taken || before !== undefined) {
      const problem = {
        type: 'urn:belfry:problem:conflict',
        detail: 'Refused.',
        ...(before && { id: before }),
      };
      return Response.json(problem, { status: 409 });
    }
    const id = `id${made.size + 1}`;
    if (key !== null) made.set(key, id);
    return Response.json({ id, link: `link of ${id}`, expiresAt: '', pausedBroadcasts: 0 }, { status: 201 });
  }

  return sent;
}

test('a link that got lost is made anew: the one that is shown is the one that works', async () => {
  const sent = server({ lose: 1 });
  const answer = await invitePerson(BEN);
  expect(answer).toMatchObject({ ok: true, value: { id: 'id2', link: 'link of id2' } });
  const [first, again, another] = sent;
  expect(first).toMatchObject({ method: 'POST', path: '/api/invitations', body: BEN });
  expect(again).toEqual(first);
  expect([another?.path, another?.key === first?.key]).toEqual(['/api/invitations', false]);
});

test('a refusal is no lost link: it is asked once', async () => {
  const sent = server({ taken: true });
  expect(await invitePerson(BEN)).toMatchObject({
    ok: false,
    problem: { code: 'conflict', detail: 'Refused.' },
  });
  expect(sent).toHaveLength(1);
});

test('each act asks for what it says, of the person it names', async () => {
  const sent = server();
  await changePerson('a/b', { role: 'sender' });
  await signOutEverywhere('ana');
  await makePasswordLink('ana');
  await revokeInvitation('i1');
  expect(sent.map(({ method, path, body }) => [method, path, body])).toEqual([
    ['PATCH', '/api/people/a%2Fb', { role: 'sender' }],
    ['DELETE', '/api/people/ana/sessions', {}],
    ['POST', '/api/people/ana/password-links', {}],
    ['DELETE', '/api/invitations/i1', {}],
  ]);
});
