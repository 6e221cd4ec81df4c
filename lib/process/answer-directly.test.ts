import { createServer, request as httpRequest } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { RouteHandler } from '@/lib/server/handle';
import { readForm } from '@/lib/server/http/read-body';
import { answerDirectly } from './answer-directly';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A server whose one direct endpoint is `POST /direct`; pages say that they are pages. `outcomes` is how each request ended. */
async function serve(handler: RouteHandler) {
  const outcomes: string[] = [];
  const handle = answerDirectly(
    {
      handle: async (_request, response) => {
        response.end('a page');
      },
    },
    { 'POST /direct': handler },
  );
  const server = createServer((request, response) => {
    handle(request, response).then(
      () => outcomes.push('done'),
      (error: Error) => {
        outcomes.push(error.message);
        response.writeHead(500).end();
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, outcomes };
}

function send(port: number, path: string, { method = 'POST', body = '', headers = {} } = {}) {
  return new Promise<{ status?: number; headers: Record<string, unknown>; text: string }>(
    (resolve, reject) => {
      const asked = httpRequest({ port, path, method, headers, host: '127.0.0.1' }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part) => {
          text += part;
        });
        response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }));
      });
      asked.on('error', reject).end(body);
    },
  );
}

const echo: RouteHandler = async (request) =>
  Response.json(
    {
      method: request.method,
      url: request.url,
      cookie: request.headers.get('cookie'),
      text: await request.text(),
    },
    { status: 201, headers: { 'cache-control': 'no-store' } },
  );

test('the handler gets the request as it came, and the client gets its answer', async () => {
  const { port } = await serve(echo);
  const answer = await send(port, '/direct', { body: 'a=ä', headers: { cookie: 'one=1; two=2' } });
  expect(JSON.parse(answer.text)).toEqual({
    method: 'POST',
    url: `http://127.0.0.1:${port}/direct`,
    cookie: 'one=1; two=2',
    text: 'a=ä',
  });
  expect([answer.status, answer.headers['content-type'], answer.headers['cache-control']]).toEqual([
    201,
    'application/json',
    'no-store',
  ]);
  expect(answer.headers['content-length']).toBe(String(Buffer.byteLength(answer.text)));
});

test('a query is the handler’s to judge', async () => {
  const { port } = await serve(echo);
  const { text } = await send(port, '/direct?a=1', { body: 'b=2' });
  expect(JSON.parse(text)).toMatchObject({ url: `http://127.0.0.1:${port}/direct?a=1`, text: 'b=2' });
});

test('every cookie of an answer is set', async () => {
  const { port } = await serve(async () => {
    const answer = Response.json({});
    for (const cookie of ['a=1', 'b=2']) answer.headers.append('set-cookie', cookie);
    return answer;
  });
  expect((await send(port, '/direct')).headers['set-cookie']).toEqual(['a=1', 'b=2']);
});

test('any other method or address is a page', async () => {
  const { port } = await serve(echo);
  expect((await send(port, '/direct')).text).toContain('"method":"POST"');
  for (const [method, path] of [
    ['GET', '/direct'],
    ['PUT', '/direct'],
    ['POST', '/direct/'],
    ['POST', '/Direct'],
    ['POST', '/constructor'],
  ] as const) {
    expect((await send(port, path, { method })).text, `${method} ${path}`).toBe('a page');
  }
});

test('a body over the bound reaches the handler as one over the bound, and the sender sees the refusal', async () => {
  const { port } = await serve(async (request) => {
    await readForm(request);
    return Response.json({});
  });
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'transfer-encoding': 'chunked' };
  expect((await send(port, '/direct', { body: 'a=b', headers })).status).toBe(200);
  const { outcomes, port: another } = await serve(async (request) => {
    await readForm(request);
    return Response.json({});
  });
  expect((await send(another, '/direct', { body: `a=${'b'.repeat(1_000_000)}`, headers })).status).toBe(500);
  expect(outcomes).toEqual(['The body may have at most 65536 bytes.']);
});

test('a sender who breaks off is nobody’s failure, and nothing is called', async () => {
  let calls = 0;
  const { port, outcomes } = await serve(async () => {
    calls += 1;
    return Response.json({});
  });
  await send(port, '/direct', { body: 'whole' });
  expect(calls).toBe(1);
  const socket = connect(port, '127.0.0.1', () => {
    socket.write('POST /direct HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf');
    socket.end();
  });
  await expect.poll(() => outcomes).toEqual(['done', 'done']);
  expect(calls).toBe(1);
});

test('a defect is the server’s to answer', async () => {
  const { port, outcomes } = await serve(async () => {
    throw new Error('broken');
  });
  expect((await send(port, '/direct')).status).toBe(500);
  expect(outcomes).toEqual(['broken']);
});
