import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { serve } from '../testing/serve';
import { call, signedCall } from '../testing/signed-call';
import { SocketClient } from '../testing/socket-client';

const EVENT = { name: 'news', channels: ['a'], data: '{"x":1}' };

test('an event is delivered, the excluded socket left out, the answer empty', async () => {
  const { port } = await serve();
  const anna = await SocketClient.connect(port);
  const ben = await SocketClient.connect(port);
  await anna.subscribe('a');
  await ben.subscribe('a');
  const { status, text, headers } = await call(port, { body: { ...EVENT, socket_id: anna.socketId } });
  expect({ status, text }).toEqual({ status: 200, text: '{}' });
  expect(headers.get('content-type')).toBe('application/json');
  expect(await ben.received('news')).toEqual({ event: 'news', data: '{"x":1}', channel: 'a' });
  await anna.settled();
  expect(anna.messages).toEqual([]);
});

test('a batch is delivered in order', async () => {
  const { port } = await serve();
  const anna = await SocketClient.connect(port);
  await anna.subscribe('a');
  await anna.subscribe('b');
  const batch = ['a', 'b', 'a'].map((channel, at) => ({ channel, name: `n${at}`, data: String(at) }));
  expect((await call(port, { path: '/apps/1/batch_events', body: { batch } })).text).toBe('{}');
  await anna.received('n2');
  expect(anna.messages.map(({ event }) => event)).toEqual(['n0', 'n1']);
});

test('one bad event refuses the whole batch', async () => {
  const { port, server } = await serve();
  const anna = await SocketClient.connect(port);
  await anna.subscribe('a');
  const batch = [
    { channel: 'a', name: 'good', data: '' },
    { channel: 'a', name: 'pusher:bad', data: '' },
  ];
  expect((await call(port, { path: '/apps/1/batch_events', body: { batch } })).status).toBe(400);
  await anna.settled();
  expect(anna.messages).toEqual([]);
  expect(server.stats().triggers).toBe(0);
});

test('nobody without the secret is heard', async () => {
  const { port } = await serve();
  const body = EVENT;
  const statusOf = async (input: Parameters<typeof call>[1]) => (await call(port, input)).status;
  expect(await statusOf({ body, secret: 'wrong' })).toBe(401);
  expect(await statusOf({ body, query: { auth_key: 'other' } })).toBe(401);
  expect(await statusOf({ body, query: { auth_version: '2.0' } })).toBe(401);
  expect(await statusOf({ body, query: { auth_timestamp: '1' } })).toBe(401);
  expect(await statusOf({ body, query: { body_md5: undefined } })).toBe(401);
  expect(await statusOf({ body, query: { body_md5: '0'.repeat(32) } })).toBe(401);
  expect(await statusOf({ body, tampered: { auth_signature: undefined } })).toBe(401);
  expect(await statusOf({ body, tampered: { auth_signature: 'x' } })).toBe(401);
  expect(await statusOf({ body, tampered: { socket_id: '1.1' } })).toBe(401);
  expect(await statusOf({ body })).toBe(200);
});

test('a captured request cannot be sent again, reading can', async () => {
  const { port } = await serve();
  const send = async ({ url, method, body }: ReturnType<typeof signedCall>) =>
    (await fetch(`http://127.0.0.1:${port}${url}`, { method, body })).status;
  const trigger = signedCall({ body: EVENT });
  expect(await send(trigger)).toBe(200);
  expect(await send(trigger)).toBe(401);
  const read = signedCall({ path: '/apps/1/channels' });
  expect(await send(read)).toBe(200);
  expect(await send(read)).toBe(200);
});

test('an application that wants to may allow repeated requests', async () => {
  const { port } = await serve({ refuseReplays: false });
  const { url, body } = signedCall({ body: EVENT });
  for (let at = 0; at < 2; at++) {
    expect((await fetch(`http://127.0.0.1:${port}${url}`, { method: 'POST', body })).status).toBe(200);
  }
});

test('addresses, methods and sizes have their statuses', async () => {
  const { port } = await serve();
  const statusOf = async (input: Parameters<typeof call>[1]) => (await call(port, input)).status;
  expect(await statusOf({ path: '/apps/2/events', body: EVENT })).toBe(404);
  expect(await statusOf({ path: '/apps/1/nonsense', body: EVENT })).toBe(404);
  expect(await statusOf({ path: '/apps/1/events/', body: EVENT })).toBe(404);
  expect(await statusOf({ path: '/apps/1', body: EVENT })).toBe(404);
  const wrong = await call(port, { path: '/apps/1/events' });
  expect(wrong.status).toBe(405);
  expect(wrong.headers.get('allow')).toBe('POST');
  expect(await statusOf({ method: 'DELETE', path: '/apps/1/channels' })).toBe(405);
  expect(await statusOf({ body: { ...EVENT, data: 'x'.repeat(10_241) } })).toBe(413);
  expect(await statusOf({ body: 'x'.repeat(300_000) })).toBe(413);
  expect(await statusOf({ body: '{' })).toBe(400);
  expect(await statusOf({ body: '[]' })).toBe(400);
  expect(await statusOf({ body: { ...EVENT, name: '' } })).toBe(400);
  expect(await statusOf({ body: { ...EVENT, socket_id: 'nonsense' } })).toBe(400);
});

test('broken percent-encoding is a bad request, not a broken server', async () => {
  const { port } = await serve();
  for (const url of ['/apps/%ff/events', '/apps/1/channels/%E0%A4%A', '/apps/1/channels?a=%']) {
    expect((await fetch(`http://127.0.0.1:${port}${url}`)).status, url).toBe(400);
  }
});

test('other paths are left to the caller', async () => {
  const { port } = await serve();
  for (const path of ['/', '/apps', '/app/1/events', '/api/apps/1/events']) {
    expect(await (await fetch(`http://127.0.0.1:${port}${path}`)).text()).toBe('not ours');
  }
});

test('a body in chunks is read as one, and one connection serves many calls', async () => {
  const { port } = await serve();
  const socket = connect(port, '127.0.0.1');
  let answers = '';
  socket.on('data', (data) => {
    answers += data.toString();
  });
  for (const name of ['first', 'second']) {
    const { url, body = '' } = signedCall({ body: { ...EVENT, name } });
    const chunks = [body.slice(0, 5), body.slice(5)].map(
      (part) => `${part.length.toString(16)}\r\n${part}\r\n`,
    );
    socket.write(
      `POST ${url} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${chunks.join('')}0\r\n\r\n`,
    );
  }
  await expect.poll(() => answers.match(/HTTP\/1.1 200 OK/g)?.length).toBe(2);
  socket.destroy();
});

test('a sender that breaks off leaves nothing behind', async () => {
  const errors: object[] = [];
  const logger = { info() {}, warn() {}, error: (facts: object) => void errors.push(facts) };
  const { server, port } = await serve({ logger });
  const { url } = signedCall({ body: EVENT });
  const socket = connect(port, '127.0.0.1');
  socket.write(`POST ${url} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"na`);
  await new Promise((resolve) => socket.once('ready', resolve));
  socket.destroy();
  expect((await call(port, { body: EVENT })).status).toBe(200);
  await expect.poll(() => server.stats().triggers).toBe(1);
  expect(errors).toEqual([]);
});

test('occupied channels are listed, with a prefix, and counted when asked', async () => {
  const { port } = await serve();
  const anna = await SocketClient.connect(port);
  const ben = await SocketClient.connect(port);
  await anna.subscribe('news-a');
  await ben.subscribe('news-a');
  await anna.subscribe('__proto__');
  const read = async (path: string, query = {}) =>
    JSON.parse((await call(port, { path, query })).text) as unknown;
  expect(await read('/apps/1/channels', { filter_by_prefix: 'news-' })).toEqual({
    channels: { 'news-a': {} },
  });
  expect((await call(port, { path: '/apps/1/channels' })).text).toContain('"__proto__":{}');
  expect(await read('/apps/1/channels/news-a')).toEqual({ occupied: true });
  expect(await read('/apps/1/channels/news-b', { info: 'subscription_count' })).toEqual({
    occupied: false,
    subscription_count: 0,
  });
  expect(await read('/apps/1/channels/news-a', { info: 'subscription_count,unheard_of' })).toEqual({
    occupied: true,
    subscription_count: 2,
  });
});

test('a trigger may ask how many it reached', async () => {
  const { port } = await serve();
  const anna = await SocketClient.connect(port);
  await anna.subscribe('a');
  const info = 'subscription_count';
  expect((await call(port, { body: { ...EVENT, channels: ['a', 'b'], info } })).text).toBe(
    '{"channels":{"a":{"subscription_count":1},"b":{"subscription_count":0}}}',
  );
  const batch = [
    { channel: 'a', name: 'n', data: '', info },
    { channel: 'b', name: 'n', data: '' },
  ];
  expect((await call(port, { path: '/apps/1/batch_events', body: { batch } })).text).toBe(
    '{"batch":[{"subscription_count":1},{}]}',
  );
});

test('user_count is for presence channels', async () => {
  const { port } = await serve();
  const statusOf = async (path: string, query: Record<string, string>) =>
    (await call(port, { path, query })).status;
  expect(await statusOf('/apps/1/channels', { info: 'user_count' })).toBe(400);
  expect(await statusOf('/apps/1/channels', { info: 'user_count', filter_by_prefix: 'presence-' })).toBe(200);
  expect(await statusOf('/apps/1/channels/a', { info: 'user_count' })).toBe(400);
  expect(await statusOf('/apps/1/channels/presence-a', { info: 'user_count' })).toBe(200);
});

test('the users of a presence channel are listed, each once; other channels have none', async () => {
  const { port } = await serve();
  for (const id of ['"anna"', '"anna"', '7']) {
    await (await SocketClient.connect(port)).subscribe('presence-a', `{"user_id":${id}}`);
  }
  const read = async (path: string, query = {}) => await call(port, { path, query });
  expect((await read('/apps/1/channels/presence-a/users')).text).toBe('{"users":[{"id":"anna"},{"id":"7"}]}');
  expect((await read('/apps/1/channels/presence-empty/users')).text).toBe('{"users":[]}');
  expect((await read('/apps/1/channels/news/users')).status).toBe(400);
  const info = 'user_count,subscription_count';
  expect((await read('/apps/1/channels/presence-a', { info })).text).toBe(
    '{"occupied":true,"subscription_count":3,"user_count":2}',
  );
  expect((await read('/apps/1/channels', { info: 'user_count', filter_by_prefix: 'presence-' })).text).toBe(
    '{"channels":{"presence-a":{"user_count":2}}}',
  );
});

test('a cache channel shows its last event and how long it is kept', async () => {
  const { port } = await serve();
  const read = async () =>
    JSON.parse((await call(port, { path: '/apps/1/channels/cache-a', query: { info: 'cache' } })).text);
  expect(await read()).toEqual({ occupied: false, cache: null });
  await call(port, { body: { ...EVENT, channels: ['cache-a'] } });
  expect(await read()).toEqual({ occupied: false, cache: { data: '{"x":1}', ttl: 1_800 } });
});

test('terminating a user who is not there is no error, whatever their id', async () => {
  const { port } = await serve();
  for (const id of ['nobody', 'a b', 'ä/ö', '%']) {
    const path = `/apps/1/users/${encodeURIComponent(id)}/terminate_connections`;
    expect((await call(port, { path, body: {} })).status, id).toBe(200);
  }
});

test('terminating needs no body, but one that is sent is signed for', async () => {
  const { port } = await serve();
  const path = '/apps/1/users/anna/terminate_connections';
  expect((await call(port, { path, method: 'POST' })).status).toBe(200);
  expect((await call(port, { path, body: {}, query: { body_md5: undefined } })).status).toBe(401);
  // Elsewhere a body is the whole point of the call.
  expect((await call(port, { path: '/apps/1/events', method: 'POST' })).status).toBe(401);
});
