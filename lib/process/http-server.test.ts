import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createHttpServer, type HttpServerOptions } from './http-server';
import { createLogger } from './logger';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A server whose pages answer with the request headers they were given. */
async function serve(options: Partial<HttpServerOptions> = {}) {
  const server = createHttpServer({
    realtime: null,
    pages: {
      handle: async (request: IncomingMessage, response: ServerResponse) => {
        response.end(JSON.stringify(request.headers));
      },
      handleUpgrade: () => false,
    },
    development: false,
    trustedProxies: 0,
    secure: false,
    connectTo: [],
    isStopping: () => false,
    requestDone: () => undefined,
    logger: createLogger('silent'),
    ...options,
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(
    () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  );
  return (server.address() as AddressInfo).port;
}

function get(port: number, path: string, headers: Record<string, string> = {}) {
  return new Promise<{ status: number; headers: IncomingMessage['headers']; body: string }>(
    (resolve, reject) => {
      const asked = httpRequest({ port, path, headers, host: '127.0.0.1' }, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (part) => {
          body += part;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        );
      });
      asked.on('error', reject).end();
    },
  );
}

/** Sends raw bytes and answers all that came back until the socket closed. */
function raw(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let seen = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.setEncoding('utf8').on('data', (part) => {
      seen += part;
    });
    socket.on('close', () => resolve(seen)).on('error', reject);
  });
}

const upgrade = (path: string) =>
  `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`;

test('headers that only the server may set are overwritten', async () => {
  const port = await serve();
  const answer = await get(port, '/', {
    'x-forwarded-for': '6.6.6.6',
    'x-forwarded-host': 'evil.example',
    'x-belfry-client-address': '6.6.6.6',
    'x-request-id': 'mine',
    'x-middleware-subrequest': 'middleware',
    'x-nonce': 'mine',
    'content-security-policy': "script-src 'nonce-mine'",
    'accept-language': 'de',
  });
  const seen = JSON.parse(answer.body);
  expect(seen['accept-language']).toBe('de');
  expect(seen['x-belfry-client-address']).toContain('127.0.0.1');
  expect(seen['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  expect(seen).not.toHaveProperty('x-forwarded-for');
  expect(seen).not.toHaveProperty('x-forwarded-host');
  expect(seen).not.toHaveProperty('x-middleware-subrequest');
  expect(seen).not.toHaveProperty('x-nonce');
  expect(seen['content-security-policy']).toBe(answer.headers['content-security-policy']);
  expect(seen['content-security-policy']).not.toContain('mine');
});

test('that a request comes from this computer is the server’s own word, and no proxy’s nor client’s', async () => {
  for (const trustedProxies of [0, 1]) {
    const port = await serve({ trustedProxies });
    const peer = async (headers: Record<string, string>) =>
      JSON.parse((await get(port, '/', headers)).body)['x-belfry-peer'];
    expect(await peer({})).toBe('local');
    expect(await peer({ 'x-belfry-peer': 'remote' })).toBe('local');
    expect(await peer({ 'x-forwarded-for': '127.0.0.1', 'x-belfry-peer': 'local' })).toBe('remote');
    expect(await peer({ Forwarded: 'for=127.0.0.1' })).toBe('remote');
  }
});

test('a trusted proxy may say who the client is', async () => {
  const port = await serve({ trustedProxies: 1 });
  const seen = JSON.parse((await get(port, '/', { 'x-forwarded-for': '6.6.6.6, 1.2.3.4' })).body);
  expect(seen['x-belfry-client-address']).toBe('1.2.3.4');
});

test('every answer has its own nonce and the headers that keep a browser strict', async () => {
  const port = await serve({ secure: true });
  const [one, two] = [await get(port, '/'), await get(port, '/')];
  expect(one.headers['content-security-policy']).not.toBe(two.headers['content-security-policy']);
  expect(one.headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'strict-transport-security': 'max-age=31536000',
  });
  expect(one.headers['x-request-id']).not.toBe(two.headers['x-request-id']);
});

test('the image optimiser and absolute or double-slash targets are not found', async () => {
  const port = await serve();
  expect((await get(port, '/fine')).status).toBe(200);
  for (const path of [
    '/_next/image?url=%2Fx&w=64&q=75',
    '//evil.example/',
    'http://169.254.169.254/latest',
  ]) {
    expect((await get(port, path)).status, path).toBe(404);
  }
});

test('TRACE, which no page can be asked with, is refused before the pages', async () => {
  const port = await serve();
  const trace = (path: string) => raw(port, `TRACE ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  for (const path of ['/', '/inbox', '/api/inbox/sync']) {
    const answer = await trace(path);
    expect(answer, path).toMatch(/^HTTP\/1\.1 405 /);
    expect(answer, path).toContain('Allow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS');
  }
});

test('the realtime server is asked first, and pages get the rest', async () => {
  const realtime = {
    handleUpgrade: () => false,
    handleRequest: (request: IncomingMessage, response: ServerResponse) => {
      if (!request.url?.startsWith('/apps/')) return false;
      response.end('realtime');
      return true;
    },
  };
  const port = await serve({ realtime });
  expect((await get(port, '/apps/1/events')).body).toBe('realtime');
  expect((await get(port, '/inbox')).body).not.toBe('realtime');
});

test('an upgrade that is nobody’s is cut off, and the server lives on', async () => {
  const asked: string[] = [];
  const realtime = {
    handleRequest: () => false,
    handleUpgrade: (request: IncomingMessage, socket: NodeJS.WritableStream) => {
      asked.push(request.url ?? '');
      if (request.url !== '/app/key') return false;
      socket.end('HTTP/1.1 418 Ours\r\n\r\n');
      return true;
    },
  };
  const port = await serve({ realtime: realtime as never });
  expect(await raw(port, upgrade('/app/key'))).toContain('418 Ours');
  for (const path of ['/inbox', '/_next/webpack-hmr', 'http://169.254.169.254/', '//app/key']) {
    expect(await raw(port, upgrade(path)), path).toBe('');
  }
  expect(asked).toHaveLength(5);
  expect((await get(port, '/')).status).toBe(200);
});

test('a request that is not HTTP is refused and harms nobody', async () => {
  const port = await serve();
  expect(await raw(port, 'rubbish\r\n\r\n')).toContain('400');
  expect((await get(port, '/')).status).toBe(200);
});

test('half a request is let go of in time, not at the next look half a minute later', async () => {
  const port = await serve();
  const startedAt = performance.now();
  expect(await raw(port, 'GET / HTTP/1.1\r\nHost: x\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  expect(performance.now() - startedAt).toBeLessThan(25_000);
}, 60_000);

test('a page that throws is a bare 500', async () => {
  const port = await serve({
    pages: { handle: () => Promise.reject(new Error('secret detail')), handleUpgrade: () => false },
  });
  const answer = await get(port, '/');
  expect(answer.status).toBe(500);
  expect(answer.body).not.toContain('secret');
});

test('what no page can make sense of is the sender’s mistake', async () => {
  const port = await serve();
  expect((await get(port, '/fine%20name')).status).toBe(200);
  expect((await get(port, '/api/notifications/%E0%A4%A/reading')).status).toBe(400);
  expect((await get(port, '/', { host: '[::1]:3000' })).status).toBe(200);
  for (const host of ['%', '[', 'evil.test:99999', 'a:b@x', 'x/api/made-up', 'x\\a', 'x?a=', 'x#']) {
    const answer = await get(port, '/', { host });
    expect(answer.status, host).toBe(400);
    expect(answer.headers['content-type'], host).toBe('application/problem+json');
  }
});

test('from the first signal on nothing new is begun, and what is read may still be answered', async () => {
  let stopping = false;
  const port = await serve({ isStopping: () => stopping });
  expect((await get(port, '/api/health/ready')).status).toBe(200);
  stopping = true;
  const ready = await get(port, '/api/health/ready');
  expect([ready.status, ready.headers.connection, ready.headers['retry-after']]).toEqual([503, 'close', '2']);
  expect(
    await raw(port, 'POST /api/notifications HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n'),
  ).toContain('503');
  expect((await get(port, '/inbox')).status).toBe(200);
});

test('a failure is written down under the number that its answer carries', async () => {
  const lines: string[] = [];
  const port = await serve({
    logger: createLogger('info', { write: (line: string) => lines.push(line) }),
    pages: {
      handle: async (_request: IncomingMessage, response: ServerResponse) => {
        response.writeHead(500).end();
      },
      handleUpgrade: () => false,
    },
  });
  const answer = await get(port, '/invitation?token=of-one-time');
  expect(lines.join('')).toContain(String(answer.headers['x-request-id']));
  expect(lines.join('')).toContain('"path":"/invitation"');
  expect(lines.join('')).not.toContain('of-one-time');
});

test('pages and assets are measured when they are sent; the API measures itself', async () => {
  const done: string[] = [];
  const port = await serve({
    requestDone: ({ route, status, seconds }) => {
      expect(seconds).toBeGreaterThanOrEqual(0);
      done.push(`${route} ${status}`);
    },
  });
  await get(port, '/inbox?filter=unread');
  await get(port, '/_next/static/chunks/a.js');
  await get(port, '/api/notifications');
  await get(port, '/sign-in');
  await expect.poll(() => done).toEqual(['page 200', 'asset 200', 'page 200']);
});
