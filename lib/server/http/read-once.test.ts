import { expect, test } from 'vitest';
import type { Caller } from '../caller';
import { toRequest } from '../testing/call';
import { readOnce } from './read-once';

const ana: Caller = {
  kind: 'viewer',
  viewer: {
    id: 'ana',
    name: 'Ana',
    email: 'ana@belfry.test',
    role: 'member',
    sessionId: 's',
    authVersion: 1,
  },
};
const deploys: Caller = {
  kind: 'key',
  key: {
    id: 'ana',
    name: 'Deploys',
    scopes: [],
    createdBy: { id: 'u', name: 'U' },
    createdAt: '',
    lastUsedAt: null,
    revokedAt: null,
  },
};
const keyed = (more: Parameters<typeof toRequest>[0] = {}) =>
  toRequest({ method: 'POST', path: '/api/x', headers: { 'idempotency-key': 'k' }, ...more });
const once = (request: Request, body: unknown = undefined, caller: Caller | null = ana) =>
  readOnce(request, { caller, body, kind: 'key' });

test('a key is its owner’s: a person and a program of the same id have two', () => {
  expect(once(keyed())).toMatchObject({ principal: 'user:ana', key: 'k', replayed: false });
  expect(once(keyed(), undefined, deploys)).toMatchObject({ principal: 'key:ana' });
});

test('nobody has no keys, and a request without one is done every time', () => {
  expect(once(keyed(), undefined, null)).toBeNull();
  expect(once(keyed({ headers: {} }))).toBeNull();
});

test('the same request has the same fingerprint, whatever the order of its fields', () => {
  const one = once(keyed(), { a: 1, b: [{ c: 2, d: null }], e: undefined });
  const other = once(keyed(), { b: [{ d: null, c: 2 }], a: 1 });
  expect(one?.fingerprint).toMatch(/^[0-9a-f]{64}$/);
  expect(other?.fingerprint).toBe(one?.fingerprint);
});

test('another method, path or body has another fingerprint', () => {
  const requests = [
    once(keyed(), { a: 1 }),
    once(keyed(), { a: '1' }),
    once(keyed(), { a: [1] }),
    once(keyed(), { a: [1, 2] }),
    once(keyed(), { a: [2, 1] }),
    once(keyed(), { a: { b: 1 } }),
    once(keyed()),
    once(keyed({ path: '/api/y' }), { a: 1 }),
    once(keyed({ method: 'DELETE' }), { a: 1 }),
  ];
  expect(new Set(requests.map((request) => request?.fingerprint)).size).toBe(requests.length);
});
