import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { hmac } from '../protocol/signatures';
import { APP } from '../testing/fake-hub';
import { serve } from '../testing/serve';
import { call, signedCall } from '../testing/signed-call';
import { SocketClient } from '../testing/socket-client';

// What somebody without the secret tries, or somebody with it does by mistake.

const EVENT = { name: 'news', channels: ['a'], data: '{"x":1}' };
const nowSeconds = () => Math.floor(Date.now() / 1_000);

/** The statuses of everything answered to these bytes, until `count` have come or the line closes. */
function statusesOf(port: number, bytes: string | Buffer, count = 1): Promise<readonly number[]> {
  return new Promise((resolve) => {
    let seen = '';
    const statuses = () =>
      [...seen.matchAll(/HTTP\/1\.1 (\d{3}) (?!Continue)/g)].map(([, status]) => Number(status));
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    onTestFinished(() => void socket.destroy());
    socket.on('data', (data) => {
      seen += data.toString('latin1');
      if (statuses().length >= count) resolve(statuses());
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => resolve(statuses()));
  });
}

/** A signed `POST` over raw bytes; the bytes need be no text. */
function signedBytes(body: Buffer): Buffer {
  const query =
    `auth_key=${APP.key}&auth_timestamp=${nowSeconds()}&auth_version=1.0` +
    `&body_md5=${createHash('md5').update(body).digest('hex')}`;
  const signature = hmac(APP.secret, `POST\n/apps/1/events\n${query}`);
  const head = `POST /apps/1/events?${query}&auth_signature=${signature} HTTP/1.1\r\nHost: x\r\n`;
  return Buffer.concat([Buffer.from(`${head}Content-Length: ${body.length}\r\n\r\n`), body]);
}

test('a time is whole seconds in plain digits', async () => {
  const { port } = await serve();
  const statusWith = async (timestamp: string) =>
    (await call(port, { path: '/apps/1/channels', query: { auth_timestamp: timestamp } })).status;
  const now = nowSeconds();
  expect(await statusWith(String(now))).toBe(200);
  expect(await statusWith(String(now - 590))).toBe(200);
  expect(await statusWith(String(now + 590))).toBe(200);
  const wrong = [
    `+${now}`,
    ` ${now}`,
    `${now} `,
    `${now}\n`,
    `${now}.0`,
    `${now / 1e9}e9`,
    `0x${now.toString(16)}`,
    `-${now}`,
    '1e9',
    'NaN',
    'Infinity',
    '',
    String(now - 610),
    String(now + 610),
    String(now * 1_000),
  ];
  for (const timestamp of wrong) expect(await statusWith(timestamp), timestamp).toBe(401);
});

test('a parameter given twice, in whatever letters, is refused before anything is believed', async () => {
  const { port } = await serve();
  const { url } = signedCall({ path: '/apps/1/channels', query: { info: 'x' } });
  const statusOf = async (query: string) => (await fetch(`http://127.0.0.1:${port}${url}${query}`)).status;
  expect(await statusOf('')).toBe(200);
  for (const twice of [
    '&info=x',
    '&INFO=y',
    '&%69nfo=y',
    '&auth_timestamp=1',
    '&auth_signature=00',
    '&Auth_Key=x',
  ]) {
    expect(await statusOf(twice), twice).toBe(400);
  }
  for (const more of ['&info[]=user_count', '&info%5B%5D=x', '&__proto__=x', '&constructor', '&=']) {
    expect(await statusOf(more), more).toBe(401);
  }
  expect(await statusOf(`&x=${'y'.repeat(60_000)}`)).toBe(431);
});

test('HEAD and OPTIONS are no way in, and a GET is not read beyond its signature', async () => {
  const { port } = await serve();
  for (const method of ['HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE']) {
    expect((await call(port, { method, path: '/apps/1/events' })).status, method).toBe(405);
  }
  const { url } = signedCall({ path: '/apps/1/channels' });
  const body = 'x'.repeat(1_000);
  expect(
    await statusesOf(port, `GET ${url} HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`),
  ).toEqual([200]);
  const withSum = signedCall({ path: '/apps/1/channels', query: { body_md5: 'nonsense' } });
  expect((await fetch(`http://127.0.0.1:${port}${withSum.url}`)).status).toBe(200);
});

test('a path means what its segments decode to, and no other spelling of it more', async () => {
  const { port } = await serve();
  const statusOf = async (path: string) => {
    const [status] = await statusesOf(port, `GET ${signedCall({ path }).url} HTTP/1.1\r\nHost: x\r\n\r\n`);
    return status;
  };
  expect(await statusOf('/apps/1/channels')).toBe(200);
  expect(await statusOf('/apps/1/%63hannels')).toBe(200);
  expect(await statusOf('/apps/1/channels/%2e%2e')).toBe(200);
  for (const path of [
    '/apps//1/channels',
    '/apps/1//channels',
    '/apps/1/x/../channels',
    '/apps/1/x/%2e%2e/channels',
    '/apps/1/channels%2fa%2fusers',
    '/apps/1/CHANNELS',
    '/apps/%EF%BC%91/channels',
  ]) {
    expect(await statusOf(path), path).toBe(404);
  }
  for (const name of ['', '%00', 'a%2Fb', '%E2%80%AE', 'e%CC%81', '%23server-to-user-1']) {
    expect(await statusOf(`/apps/1/channels/${name}`), name).toBe(400);
  }
});

test('the same call in another spelling is the same call', async () => {
  const { server, port } = await serve();
  const { url, body } = signedCall({ body: EVENT });
  const spellings = [
    url,
    url.replace('events', 'event%73'),
    url.replace('auth_key', 'AUTH_KEY'),
    url.replace('app-key', 'app%2Dkey'),
    `${url.replace('?', '?&&')}&`,
  ];
  const statuses = [];
  for (const spelling of spellings) {
    statuses.push((await fetch(`http://127.0.0.1:${port}${spelling}`, { method: 'POST', body })).status);
  }
  expect(statuses).toEqual([200, 401, 401, 401, 401]);
  expect(server.stats().triggers).toBe(1);
});

test('of one call sent many times at once, one is taken', async () => {
  const { server, port } = await serve();
  const { url, body } = signedCall({ body: EVENT });
  const statuses = await Promise.all(
    Array.from({ length: 10 }, async () => {
      return (await fetch(`http://127.0.0.1:${port}${url}`, { method: 'POST', body })).status;
    }),
  );
  expect(statuses.filter((status) => status === 200)).toHaveLength(1);
  expect(server.stats().triggers).toBe(1);
});

test('a body that breaks off, or breaks the rules of chunks, triggers nothing and is no defect', async () => {
  const defects: object[] = [];
  const logger = { info() {}, warn() {}, error: (facts: object) => void defects.push(facts) };
  const { server, port } = await serve({ logger });
  const chunked = (rest: string) =>
    `POST ${signedCall({ body: EVENT }).url} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${rest}`;
  const cut = connect(port, '127.0.0.1', () => cut.end(chunked('5\r\n{"nam\r\n')));
  await new Promise((resolve) => cut.once('close', resolve).resume());
  for (const rest of ['zz\r\n', '5\r\nabcdefgh\r\n', 'ffffffffffffffffff\r\n', '-1\r\n\r\n']) {
    expect(await statusesOf(port, chunked(rest)), rest).toEqual([400]);
  }
  expect((await call(port, { body: EVENT })).status).toBe(200);
  expect(server.stats().triggers).toBe(1);
  expect(defects).toEqual([]);
});

test('calls in one breath are answered in order, one that waits for leave to continue too', async () => {
  const { port } = await serve();
  const request = (input: Parameters<typeof signedCall>[0], header = '') => {
    const { url, method, body = '' } = signedCall(input);
    return `${method} ${url} HTTP/1.1\r\nHost: x\r\n${header}Content-Length: ${body.length}\r\n\r\n${body}`;
  };
  const calls = [
    request({ body: EVENT }),
    request({ path: '/apps/1/channels' }),
    request({ body: { ...EVENT, name: '' } }),
    request({ body: { ...EVENT, name: 'second' } }, 'Expect: 100-continue\r\n'),
    request({ body: EVENT, secret: 'wrong' }),
  ];
  expect(await statusesOf(port, calls.join(''), 5)).toEqual([200, 200, 400, 200, 401]);
});

test('names that mean something to JavaScript mean nothing here', async () => {
  const { port } = await serve();
  const client = await SocketClient.connect(port);
  await client.subscribe('__proto__');
  const statusOf = async (body: string) => (await call(port, { body })).status;
  expect(await statusOf('{"__proto__":{"name":"n","channel":"a","data":""}}')).toBe(400);
  expect(await statusOf('{"constructor":{"prototype":{"name":"n"}}}')).toBe(400);
  expect(await statusOf('{"name":"n","channels":{"0":"a","length":1},"data":""}')).toBe(400);
  expect(await statusOf('{"name":"n","channels":[["a"]],"data":""}')).toBe(400);
  // A key given twice means its last value, for the checks and for the delivery alike.
  const twice = '{"name":"pusher:x","name":"fine","channel":"__proto__","data":"1","data":"2"}';
  expect(await statusOf(twice)).toBe(200);
  expect(await client.received('fine')).toEqual({ event: 'fine', channel: '__proto__', data: '2' });
  expect(({} as { name?: string }).name).toBeUndefined();
});

test('text arrives as it was sent, half a character too, and what is no text is refused', async () => {
  const { port } = await serve();
  const client = await SocketClient.connect(port);
  await client.subscribe('a');
  for (const data of ['\ud800', 'a\udc00b', '\u0000', '\u2028', '🦉', '\\ud800']) {
    expect((await call(port, { body: { ...EVENT, data } })).status).toBe(200);
    expect((await client.received('news')).data).toBe(data);
  }
  const wrong = Buffer.concat([
    Buffer.from('{"name":"news","channel":"a","data":"'),
    Buffer.from([0xff]),
    Buffer.from('"}'),
  ]);
  expect(await statusesOf(port, signedBytes(wrong))).toEqual([400]);
  expect(
    await statusesOf(port, signedBytes(Buffer.from('\ufeff{"name":"news","channel":"a","data":""}'))),
  ).toEqual([400]);
  await client.settled();
  expect(client.messages).toEqual([]);
});

test('a call refused because too much waited has not been made, and may be made again as it is', async () => {
  const { port } = await serve({ limits: { maxQueuedBytes: 1 } });
  const client = await SocketClient.connect(port);
  await client.subscribe('a');
  const written = (name: string) => {
    const { url, body = '' } = signedCall({ body: { ...EVENT, name } });
    return `POST ${url} HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  };
  // In one breath: the second is handled before the first one's frames have left.
  const [first, second] = [written('first'), written('second')];
  expect(await statusesOf(port, first + second, 2)).toEqual([200, 503]);
  await client.received('first');
  expect(await statusesOf(port, second)).toEqual([200]);
  await client.received('second');
  expect(await statusesOf(port, second)).toEqual([401]);
});
