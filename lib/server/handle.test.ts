import { afterEach, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { handle } from './handle';
import type { Viewer } from './sessions/session-viewer';
import { call, toRequest } from './testing/call';
import { type House, openHouse } from './testing/test-house';

let house: House;
let ana: Viewer;
let cookie: string;
beforeEach(async () => {
  house = await openHouse();
  ana = await house.addPerson('Ana', 'member');
  cookie = await house.signedIn(ana);
});
afterEach(() => house.close());

const echo = handle({
  who: 'viewer',
  body: z.strictObject({
    text: z.string().max(100_000),
    more: z.strictObject({ deep: z.number() }).optional(),
  }),
  run: async ({ body }) => body,
});
const bare = handle({ who: 'viewer', run: async ({ viewer }) => ({ hello: viewer.name }) });
const post = (more: Parameters<typeof call>[1]) => call(echo, { method: 'POST', cookie, ...more });

test('what the use case answers is sent as JSON that nobody keeps or sniffs', async () => {
  const { status, body, headers } = await post({ json: { text: 'hi' } });
  expect([status, body]).toEqual([200, { text: 'hi' }]);
  expect(headers.get('content-type')).toBe('application/json');
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
});

test('a field that is not known is refused by its name, at any depth', async () => {
  const { status, body } = await post({ json: { text: 'hi', admin: true, more: { deep: 1, deeper: 2 } } });
  expect(status).toBe(400);
  expect(body.errors).toEqual([
    { path: 'more.deeper', message: 'There is no such field.' },
    { path: 'admin', message: 'There is no such field.' },
  ]);
});

test('a field named like a prototype is a field that is not known', async () => {
  const { status, body } = await post({
    raw: '{"text":"hi","__proto__":{"admin":true}}',
    type: 'application/json',
  });
  expect([status, body.errors[0].path]).toEqual([400, '__proto__']);
});

test('what must be there is said to be required, and kinds have plain names', async () => {
  expect((await post({ json: {} })).body.errors).toEqual([{ path: 'text', message: 'This is required.' }]);
  expect((await post({ json: { text: 7 } })).body.errors).toEqual([
    { path: 'text', message: 'This must be text.' },
  ]);
  expect((await post({ json: [] })).body.errors).toEqual([{ path: '', message: 'This must be an object.' }]);
  expect((await post({ json: null })).body.errors).toEqual([
    { path: '', message: 'This must be an object.' },
  ]);
});

test('an empty body is an empty object, of whatever type', async () => {
  expect((await call(bare, { method: 'POST', cookie })).body).toEqual({ hello: 'Ana' });
  expect((await call(bare, { method: 'DELETE', cookie, json: {} })).body).toEqual({ hello: 'Ana' });
});

test('where nothing is to be sent, nothing may be sent', async () => {
  const body = await call(bare, { method: 'POST', cookie, json: { reason: 'x' } });
  expect([body.status, body.body.errors[0].path]).toEqual([400, 'reason']);
  const query = await call(bare, { path: '/?reason=x', cookie });
  expect([query.status, query.body.errors[0].path]).toEqual([400, 'reason']);
});

test('a parameter named like a prototype is one that is not known', async () => {
  const paged = handle({
    who: 'viewer',
    query: z.strictObject({ before: z.string().optional() }),
    run: async ({ query }) => query,
  });
  for (const handler of [bare, paged]) {
    for (const name of ['__proto__', '%5F_proto__', 'constructor', 'toString']) {
      const { status, body } = await call(handler, { path: `/?${name}=1`, cookie });
      expect([status, body.errors], name).toEqual([
        400,
        [{ path: decodeURIComponent(name), message: 'There is no such field.' }],
      ]);
    }
  }
});

for (const type of [
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'application/jsonx',
  '',
]) {
  test(`a body of type “${type}” is refused`, async () => {
    expect((await post({ raw: '{"text":"hi"}', type })).status).toBe(415);
  });
}

test('a character set after the type is fine', async () => {
  expect((await post({ raw: '{"text":"hi"}', type: 'Application/JSON; charset=utf-8' })).status).toBe(200);
});

test('a body that is not JSON, or not UTF-8, is refused', async () => {
  for (const raw of ['{', "{'text':1}", '{"text":"a"} more']) {
    expect((await post({ raw, type: 'application/json' })).status).toBe(400);
  }
  const bytes = Buffer.from([0x22, 0xff, 0x22]);
  expect((await post({ raw: bytes, type: 'application/json' })).status).toBe(400);
});

test('a body of 100 kB is refused, and one of 64 kB is not', async () => {
  expect((await post({ json: { text: 'x'.repeat(100_000) } })).status).toBe(413);
  expect((await post({ json: { text: 'x'.repeat(65_536 - 11) } })).status).toBe(200);
  expect((await post({ json: { text: 'x'.repeat(65_536 - 10) } })).status).toBe(413);
});

test('an endless body is given up soon after the limit', async () => {
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 16_384;
      controller.enqueue(new Uint8Array(16_384).fill(0x20));
    },
  });
  const request = new Request(toRequest({ method: 'POST', cookie, type: 'application/json' }), {
    body: endless,
    duplex: 'half',
  } as RequestInit);
  const response = await echo(request, { params: Promise.resolve({}) });
  expect(response.status).toBe(413);
  expect(sent).toBeLessThan(65_536 + 5 * 16_384);
});

test('a declared length beyond the limit is refused before anything is read', async () => {
  const { status } = await post({ json: { text: 'x' }, headers: { 'content-length': '70000' } });
  expect(status).toBe(413);
});

for (const authorization of [
  'Bearer %E0%A4%A',
  'Bearer',
  'Bearer ',
  'Basic YTpi',
  'bearer nothing',
  `Bearer ${'x'.repeat(300)}`,
  'Bearer a b',
  'Bearer bk_0000000000000000_x',
  '\u00e9',
]) {
  test(`the header “Authorization: ${authorization.slice(0, 30)}” is refused, also beside a good cookie and where nobody needs one`, async () => {
    const open = handle({ who: 'anyone', run: async () => ({}) });
    for (const handler of [bare, open]) {
      const { status, headers } = await call(handler, { cookie, headers: { authorization } });
      expect(status).toBe(401);
      expect(headers.get('www-authenticate')).toBe('Bearer');
    }
  });
}

test('a path parameter that does not match is not found', async () => {
  const one = handle({
    who: 'viewer',
    params: z.strictObject({ id: z.string().regex(/^\d+$/) }),
    run: async ({ params }) => params,
  });
  expect((await call(one, { cookie, params: { id: '7' } })).body).toEqual({ id: '7' });
  expect((await call(one, { cookie, params: { id: 'x' } })).status).toBe(404);
});

test('a page that says whose it is gets nothing once somebody else has signed in', async () => {
  const own = await call(bare, { cookie, headers: { 'x-belfry-viewer': ana.id } });
  expect([own.status, own.body]).toEqual([200, { hello: 'Ana' }]);
  const other = await call(bare, { cookie, headers: { 'x-belfry-viewer': 'somebody-else' } });
  expect(other.status).toBe(401);
  expect(JSON.stringify(other.body)).not.toContain('Ana');
});

test('where doing it twice is doing it once, a key means nothing', async () => {
  const headers = { 'idempotency-key': 'two words' };
  expect((await post({ json: { text: 'hi' }, headers })).status).toBe(200);
  const taking = handle({
    who: 'viewer',
    once: 'key',
    run: async ({ once }) => ({ key: once?.key ?? null }),
  });
  expect((await call(taking, { method: 'POST', cookie, headers })).status).toBe(400);
  const named = await call(taking, { method: 'POST', cookie, headers: { 'idempotency-key': 'k' } });
  expect([named.body, named.headers.get('idempotency-replayed')]).toEqual([{ key: 'k' }, null]);
  expect((await call(taking, { method: 'POST', cookie })).body).toEqual({ key: null });
});

test('who is not known has no keys: nobody can take another’s', async () => {
  const open = handle({ who: 'anyone', once: 'key', run: async ({ once }) => ({ once }) });
  const { body } = await call(open, { method: 'POST', headers: { 'idempotency-key': 'k' } });
  expect(body).toEqual({ once: null });
});
