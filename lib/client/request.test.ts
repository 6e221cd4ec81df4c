import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { createManualClock } from '@/lib/realtime/testing/manual-clock';
import { createRequest, REQUEST_TIMEOUT_MS } from './request';

const schema = z.object({ id: z.string() });

/** A line that answers this, and keeps what was sent. */
function line(respond: () => Response | Promise<Response>) {
  const sent: { path: string; init: RequestInit }[] = [];
  const clock = createManualClock();
  const request = createRequest({
    fetch(path, init) {
      sent.push({ path, init });
      const aborted = new Promise<never>((_, reject) =>
        init.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError'))),
      );
      return Promise.race([Promise.resolve(respond()), aborted]);
    },
    clock: { now: clock.now, after: clock.timers.after },
  });
  return { request, sent, clock };
}
const html = (status: number) =>
  new Response('<h1>Bad gateway</h1>', { status, headers: { 'content-type': 'text/html' } });

test('what was agreed is the answer', async () => {
  const { request, sent, clock } = line(() => Response.json({ id: 'n1', more: 'dropped' }));
  expect(await request('/api/x', { schema })).toEqual({ ok: true, value: { id: 'n1' } });
  expect(sent[0]).toMatchObject({
    path: '/api/x',
    init: {
      method: 'GET',
      credentials: 'same-origin',
      cache: 'no-store',
      headers: { accept: 'application/json' },
    },
  });
  expect(sent[0]?.init.body).toBeUndefined();
  expect(clock.sleeping()).toBe(0);
});

test('a change says that it sends JSON, also when it sends nothing: a foreign form cannot', async () => {
  const { request, sent } = line(() => Response.json({ id: 'n1' }));
  await request('/api/x', { method: 'POST', body: { a: 1 }, schema });
  await request('/api/x', { method: 'DELETE', schema, keepalive: true });
  expect(sent.map(({ init }) => [init.method, init.body, init.keepalive])).toEqual([
    ['POST', '{"a":1}', undefined],
    ['DELETE', '{}', true],
  ]);
  expect(sent.every(({ init }) => new Headers(init.headers).get('content-type') === 'application/json')).toBe(
    true,
  );
});

test('a form is sent as one', async () => {
  const { request, sent } = line(() => Response.json({ id: 'n1' }));
  await request('/api/x', { method: 'POST', form: { socket_id: '1.2', name: 'a&b' }, schema });
  expect(sent[0]?.init.body).toBe('socket_id=1.2&name=a%26b');
  expect(new Headers(sent[0]?.init.headers).get('content-type')).toBe('application/x-www-form-urlencoded');
});

test('a refusal is told by its code, its sentence, its fields and its facts', async () => {
  const { request } = line(() =>
    Response.json(
      {
        type: 'urn:belfry:problem:conflict',
        title: 'Conflict',
        status: 409,
        detail: 'There are more people now.',
        errors: [{ path: 'title', message: 'too long' }, { path: 5 }, 'x'],
        count: 12,
      },
      { status: 409 },
    ),
  );
  expect(await request('/api/x', { schema })).toEqual({
    ok: false,
    problem: {
      code: 'conflict',
      status: 409,
      detail: 'There are more people now.',
      errors: [{ path: 'title', message: 'too long' }],
      facts: { count: 12 },
    },
  });
});

test.each([
  [401, 'unauthenticated'],
  [403, 'forbidden'],
  [404, 'not_found'],
  [429, 'too_many'],
  [507, 'storage_full'],
  [418, 'unavailable'],
  [500, 'unavailable'],
  [502, 'unavailable'],
])('a bare %i is %s', async (status, code) => {
  const { request } = line(() => html(status));
  const answer = await request('/api/x', { schema });
  expect(answer).toMatchObject({ ok: false, problem: { code, status, errors: [], facts: {} } });
  expect(JSON.stringify(answer)).not.toContain('Bad gateway');
});

test.each([
  ['a list', []],
  ['null', null],
  ['a text', 'no'],
  ['an unknown type', { type: 'https://elsewhere.example/oops', detail: 7 }],
])('a refusal that is %s is told by its status', async (_, body) => {
  const { request } = line(() => Response.json(body, { status: 403 }));
  const answer = await request('/api/x', { schema });
  expect(answer).toMatchObject({
    ok: false,
    problem: { code: 'forbidden', detail: expect.stringMatching(/^The server/) },
  });
});

test.each([
  ['a page of HTML', () => html(200)],
  ['nothing', () => new Response(null, { status: 204 })],
  ['another shape', () => Response.json({ id: 7 })],
])('a success with %s is none', async (_, respond) => {
  const { request } = line(respond);
  expect(await request('/api/x', { schema })).toMatchObject({ ok: false, problem: { code: 'unreadable' } });
});

test('a line that fails is told, not thrown', async () => {
  const { request, clock } = line(() => Promise.reject(new TypeError('failed to fetch')));
  expect(await request('/api/x', { schema })).toMatchObject({
    ok: false,
    problem: { code: 'unreachable', status: null, detail: 'The server cannot be reached.' },
  });
  expect(clock.sleeping()).toBe(0);
});

test('an answer is waited for ten seconds and no longer', async () => {
  const { request, clock } = line(() => new Promise(() => {}));
  const answer = request('/api/x', { schema });
  let answered = false;
  void answer.then(() => {
    answered = true;
  });
  await clock.advance(REQUEST_TIMEOUT_MS - 1);
  expect(answered).toBe(false);
  await clock.advance(1);
  expect(await answer).toMatchObject({ ok: false, problem: { code: 'timeout', status: null } });
});

test('an answer that begins and never ends is not waited for either', async () => {
  let end = (_: Error) => {};
  const { request, clock, sent } = line(() => {
    const body = new ReadableStream({
      start(controller) {
        end = (error) => controller.error(error);
      },
    });
    return new Response(body);
  });
  const answer = request('/api/x', { schema });
  await clock.settle();
  // A real fetch breaks the body off when it is given up.
  sent[0]?.init.signal?.addEventListener('abort', () => end(new DOMException('aborted', 'AbortError')));
  await clock.advance(REQUEST_TIMEOUT_MS);
  expect(await answer).toMatchObject({ ok: false, problem: { code: 'timeout' } });
});

test('a question says whose page asks it', async () => {
  const { request, sent } = line(() => Response.json({ id: 'n1' }));
  await request('/api/x', { schema, viewerId: 'u1' });
  await request('/api/x', { schema });
  const viewers = sent.map(({ init }) => new Headers(init.headers).get('x-belfry-viewer'));
  expect(viewers).toEqual(['u1', null]);
});

test('an attempt is named by its key', async () => {
  const { request, sent } = line(() => Response.json({ id: 'n1' }));
  await request('/api/x', { method: 'POST', schema, idempotencyKey: 'k1' });
  await request('/api/x', { method: 'POST', schema });
  const keys = sent.map(({ init }) => new Headers(init.headers).get('idempotency-key'));
  expect(keys).toEqual(['k1', null]);
});

test('whoever asked can give it up, and it is as if it had taken too long', async () => {
  const { request, clock } = line(() => new Promise<never>(() => {}));
  const stop = new AbortController();
  const answer = request('/api/x', { schema, signal: stop.signal });
  await clock.settle();
  stop.abort();
  expect(await answer).toMatchObject({ ok: false, problem: { code: 'timeout', status: null } });
  expect(clock.sleeping()).toBe(0);
});

test('a list goes out as text/csv, as it is', async () => {
  const { request, sent } = line(() => Response.json({ id: 'n1' }));
  await request('/api/x', { method: 'POST', csv: 'a;"b\n', schema });
  expect(sent[0]?.init).toMatchObject({ body: 'a;"b\n', headers: { 'content-type': 'text/csv' } });
});
