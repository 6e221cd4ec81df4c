import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { createManualClock } from '@/lib/realtime/testing/manual-clock';
import { createRequest, REQUEST_TIMEOUT_MS } from './request';

const schema = z.object({ id: z.string() });

/** A request against one answer; what was sent is kept. */
function setUp(answer: (init: RequestInit) => Response | Promise<Response>) {
  const clock = createManualClock();
  const sent: { path: string; init: RequestInit }[] = [];
  const request = createRequest({
    fetch: async (path, init) => {
      sent.push({ path, init });
      return answer(init);
    },
    clock: { now: clock.now, after: clock.timers.after },
  });
  return { clock, sent, request };
}

/** A server that says nothing until it is given up. */
const silent = ({ signal }: RequestInit) =>
  new Promise<Response>((_, reject) => {
    signal?.addEventListener('abort', () => reject(new DOMException('Aborted', 'AbortError')));
  });

const problem = (status: number, body: object) => () => new Response(JSON.stringify(body), { status });

test('an answer that is as agreed is given, without what was not asked for', async () => {
  const { clock, request } = setUp(() => Response.json({ id: 'n1', more: true }));

  expect(await request('/api/x', { schema })).toEqual({ ok: true, value: { id: 'n1' } });
  expect(clock.sleeping()).toBe(0);
});

test('reading sends no body, changing sends JSON even when there is nothing to say', async () => {
  const { sent, request } = setUp(() => Response.json({ id: 'n1' }));
  await request('/api/x', { schema });
  await request('/api/x', { schema, method: 'DELETE' });
  await request('/api/x', { schema, method: 'POST', body: { a: 1 }, keepalive: true });

  expect(sent.map(({ init }) => init.body)).toEqual([undefined, '{}', '{"a":1}']);
  expect(sent.map(({ init }) => init.keepalive)).toEqual([undefined, undefined, true]);
  expect(sent[1]?.init.headers).toMatchObject({ 'content-type': 'application/json' });
  for (const { init } of sent) expect(init).toMatchObject({ credentials: 'same-origin', cache: 'no-store' });
});

test('a form is sent as one', async () => {
  const { sent, request } = setUp(() => Response.json({ id: 'n1' }));
  await request('/api/x', { schema, method: 'POST', form: { name: 'a b&c' } });

  expect(sent[0]?.init.body).toBe('name=a+b%26c');
});

test('a refusal keeps its code, its sentence, its fields and its facts', async () => {
  const { request } = setUp(
    problem(409, {
      type: 'urn:belfry:problem:conflict',
      title: 'Conflict',
      status: 409,
      detail: 'The number has changed.',
      count: 12,
      errors: [{ path: 'audience.role', message: 'Who?' }, 'nonsense'],
    }),
  );

  expect(await request('/api/x', { schema })).toEqual({
    ok: false,
    problem: {
      code: 'conflict',
      status: 409,
      detail: 'The number has changed.',
      errors: [{ path: 'audience.role', message: 'Who?' }],
      facts: { count: 12 },
    },
  });
});

test.each([
  [401, '<h1>Unauthorized</h1>', 'unauthenticated'],
  [404, 'null', 'not_found'],
  [502, '<html>Bad gateway</html>', 'unavailable'],
  [500, '{"type":"about:blank","status":500}', 'unavailable'],
  [503, '', 'unavailable'],
])('what a proxy or a defect answers has a code and a sentence too: %i %s', async (status, text, code) => {
  const { request } = setUp(() => new Response(text, { status }));
  const answer = await request('/api/x', { schema });

  expect(answer).toMatchObject({ ok: false, problem: { code, status, errors: [] } });
  expect(!answer.ok && answer.problem.detail).toMatch(/^[A-Z].*\.$/);
});

test.each(['{"id":7}', '[]', '', '<html>'])(
  'an answer that is not as agreed is unreadable: %s',
  async (text) => {
    const { request } = setUp(() => new Response(text, { status: 200 }));

    expect(await request('/api/x', { schema })).toMatchObject({ ok: false, problem: { code: 'unreadable' } });
  },
);

test('a broken line is unreachable, and is not thrown', async () => {
  const { request } = setUp(() => {
    throw new TypeError('Failed to fetch');
  });

  expect(await request('/api/x', { schema })).toMatchObject({
    ok: false,
    problem: { code: 'unreachable', status: null },
  });
});

test('a server that says nothing is given up after ten seconds', async () => {
  const { clock, request } = setUp(silent);
  const answer = request('/api/x', { schema });
  let done = false;
  void answer.then(() => {
    done = true;
  });
  await clock.advance(REQUEST_TIMEOUT_MS - 1);
  expect(done).toBe(false);

  await clock.advance(1);

  expect(await answer).toMatchObject({ ok: false, problem: { code: 'timeout', status: null } });
});

test('a body that never ends is given up as well', async () => {
  const { clock, request } = setUp(({ signal }) => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"id":'));
        signal?.addEventListener('abort', () => controller.error(new DOMException('Aborted', 'AbortError')));
      },
    });
    return new Response(body);
  });
  const answer = request('/api/x', { schema });
  await clock.advance(REQUEST_TIMEOUT_MS);

  expect(await answer).toMatchObject({ ok: false, problem: { code: 'timeout' } });
});
