import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  checkReach,
  describeAudience,
  findGroups,
  getWaiting,
  nameAudience,
  pauseSending,
  redraft,
  resumeSending,
  sendBroadcast,
  sendTest,
} from './sending';

const asked: { method: string; path: string; body: unknown; key: string | null }[] = [];
let answer: unknown;
beforeEach(() => {
  asked.length = 0;
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    const headers = new Headers(init.headers);
    const body = typeof init.body === 'string' ? JSON.parse(init.body) : null;
    asked.push({ method: init.method ?? 'GET', path, body, key: headers.get('idempotency-key') });
    return Response.json(answer);
  });
});
afterEach(() => vi.unstubAllGlobals());

test('a number is asked for as it will be confirmed', async () => {
  const shown = {
    title: 'T',
    severity: 'info',
    audience: { kind: 'groups', groups: ['g'], except: { roles: ['admin'] } },
  };
  answer = { ...shown, count: 3, online: null, holdSeconds: 10, token: 't' };
  expect(await checkReach({ id: 'b 1', version: 2 })).toEqual({ ok: true, value: answer });
  await checkReach({ id: 'b1', version: 3 }, { freeze: true });
  expect(asked.map(({ path }) => path)).toEqual([
    '/api/broadcasts/b%201/audience?version=2',
    '/api/broadcasts/b1/audience?version=3&freeze=true',
  ]);
});

test('a sending says its time only when there is one, under a key of its own', async () => {
  answer = {};
  const local = { date: '2030-10-27', time: '02:30', zone: 'Europe/Berlin', fold: 'later' } as const;
  await sendBroadcast('b1', { token: 't', when: { kind: 'now' }, freeze: false });
  await sendBroadcast('b1', { token: 't', when: { kind: 'later', local }, freeze: true });
  expect(asked.map(({ body }) => body)).toEqual([{ token: 't' }, { token: 't', freeze: true, local }]);
  expect(new Set(asked.map(({ key }) => key)).size).toBe(2);
  expect(asked.every(({ key }) => key !== null)).toBe(true);
});

test('two clicks on one sending are one request', async () => {
  answer = {};
  const sending = { token: 't', when: { kind: 'now' }, freeze: false } as const;
  await Promise.all([sendBroadcast('b1', sending), sendBroadcast('b1', sending)]);
  expect(asked).toHaveLength(1);
});

test('each deed has its own address', async () => {
  answer = {};
  await redraft('b1');
  await pauseSending('b1');
  await resumeSending('b1');
  await sendTest('b1');
  expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /api/broadcasts/b1/redrafting',
    'POST /api/broadcasts/b1/pausing',
    'DELETE /api/broadcasts/b1/pausing',
    'POST /api/broadcasts/b1/test',
  ]);
  expect(asked.at(-1)?.key).not.toBeNull();
});

test('an answer of another shape is none', async () => {
  answer = { state: 'held', dueAt: null };
  expect(await getWaiting('b1')).toBeNull();
  answer = { state: 'held', dueAt: null, now: '2030-01-01T00:00:00Z' };
  expect(await getWaiting('b1')).toEqual(answer);
  answer = { count: -1, online: null, muted: 0, busy: 0, examples: [] };
  const question = { audience: { kind: 'everyone' }, category: 'c', severity: 'info' } as const;
  const { signal } = new AbortController();
  expect(await describeAudience(question, signal)).toMatchObject({ ok: false });
});

test('groups are searched by a part of their names, and names asked for by ids', async () => {
  const group = { id: 'g1', key: 'berlin', name: 'Berlin', people: 2 };
  answer = { groups: [group], next: null };
  const { signal } = new AbortController();
  expect(await findGroups('b & c', signal)).toEqual({ ok: true, value: [group] });
  await findGroups('', signal);
  answer = { groups: [], people: [] };
  await nameAudience({ people: ['p1'] });
  expect(asked.map(({ path }) => path)).toEqual([
    '/api/groups?limit=20&q=b+%26+c',
    '/api/groups?limit=20',
    '/api/audiences/names',
  ]);
});
