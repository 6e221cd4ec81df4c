import { afterEach, expect, test, vi } from 'vitest';
import { makeApiKey } from './api-keys';

afterEach(() => {
  vi.unstubAllGlobals();
});

type Sent = { method: string; path: string; key: string | null };

/** A server that answers like ours; `lose` of its first answers get lost on the way, the work being done. */
function server({ lose }: { lose: number }) {
  const sent: Sent[] = [];
  const made = new Map<string, string>();
  const revoked: string[] = [];
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    const key = new Headers(init.headers).get('idempotency-key');
    const method = init.method ?? 'GET';
    sent.push({ method, path, key });
    const response = answer(method, path, key);
    if (sent.length <= lose) throw new TypeError('the line broke');
    return response;
  });

  function answer(method: string, path: string, key: string | null): Response {
    if (method === 'DELETE') {
      revoked.push(path);
      return Response.json({ id: path });
    }
    const before = made.get(key ?? '');
    if (before !== undefined) {
      const problem = { type: 'urn:belfry:problem:conflict', detail: 'Made before.', id: before };
      return Response.json(problem, { status: 409 });
    }
    const id = `id${made.size + 1}`;
    made.set(key ?? '', id);
    const shown = {
      id,
      name: 'N',
      createdBy: { name: 'A' },
      createdAt: '',
      lastUsedAt: null,
      revokedAt: null,
    };
    return Response.json({ key: shown, token: `token of ${id}` }, { status: 201 });
  }

  return { sent, revoked };
}

test('a key whose token got lost is revoked, and another is made: the one that is shown is the one that works', async () => {
  const { sent, revoked } = server({ lose: 1 });
  const answer = await makeApiKey('N');
  expect(answer).toMatchObject({ ok: true, value: { key: { id: 'id2' }, token: 'token of id2' } });
  expect(revoked).toEqual(['/api/keys/id1']);
  const [first, again, revoking, another] = sent;
  expect(first?.key).toMatch(/^[0-9a-f-]{36}$/);
  expect(again).toEqual(first);
  expect(revoking).toMatchObject({ method: 'DELETE', key: null });
  expect(another?.key).toMatch(/^[0-9a-f-]{36}$/);
  expect(another?.key).not.toBe(first?.key);
});

test('a key that is answered at once is the only one', async () => {
  const { sent, revoked } = server({ lose: 0 });
  expect(await makeApiKey('N')).toMatchObject({ ok: true, value: { key: { id: 'id1' } } });
  expect([sent.length, revoked]).toEqual([1, []]);
});
