import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import Pusher from 'pusher';
import PusherJs, { type Channel } from 'pusher-js';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { parseExposition } from '../testing/exposition';
import { bundleForTests, type Command, runCommand } from '../testing/run-command';

const APP = { id: '1', key: 'app-key', secret: 'a secret of a good length' };
const VARIABLES = { PUSHER_APP_ID: APP.id, PUSHER_KEY: APP.key, PUSHER_SECRET: APP.secret };

let bundle: Awaited<ReturnType<typeof bundleForTests>>;
beforeAll(async () => {
  bundle = await bundleForTests();
});
afterAll(() => bundle.remove());

const run = (flags: readonly string[] = [], variables: Readonly<Record<string, string>> = VARIABLES) =>
  runCommand(bundle.file, flags, variables);

const sdk = (port: number, app = APP) =>
  new Pusher({ appId: app.id, key: app.key, secret: app.secret, host: '127.0.0.1', port: String(port) });

function client(port: number, app = APP): PusherJs {
  const pusher = new PusherJs(app.key, {
    cluster: '',
    wsHost: '127.0.0.1',
    wsPort: port,
    forceTLS: false,
    enabledTransports: ['ws'],
    channelAuthorization: {
      endpoint: '',
      transport: 'ajax',
      customHandler: ({ socketId, channelName }, answer) =>
        answer(null, sdk(port, app).authorizeChannel(socketId, channelName)),
    },
  });
  onTestFinished(() => pusher.disconnect());
  return pusher;
}

const heard = (channel: Channel, event: string) =>
  new Promise<unknown>((resolve) => {
    channel.bind(event, resolve);
  });

const entries = ({ stdout }: Command) => stdout.map((line) => JSON.parse(line));

test('the official client subscribes and hears the official SDK, and one line says who listens', async () => {
  const command = run();
  const port = await command.port;
  const channel = client(port).subscribe('private-a');
  await heard(channel, 'pusher:subscription_succeeded');
  const received = heard(channel, 'hello');
  expect((await sdk(port).trigger('private-a', 'hello', { n: 1 })).status).toBe(200);
  expect(await received).toEqual({ n: 1 });
  expect(entries(command)).toEqual([
    expect.objectContaining({ level: 'info', msg: 'listening', host: '127.0.0.1', port, apps: ['1'] }),
  ]);
  expect(command.stderr).toEqual([]);
});

test('clients may send each other events unless told otherwise, and public channels can be closed', async () => {
  for (const [flags, isRelayed] of [
    [[], true],
    [['--no-client-events', '--no-public-channels'], false],
  ] as const) {
    const port = await run(flags).port;
    const [one, other] = [client(port).subscribe('private-a'), client(port).subscribe('private-a')];
    await Promise.all([one, other].map((channel) => heard(channel, 'pusher:subscription_succeeded')));
    const outcome = Promise.race([heard(other, 'client-typing'), heard(other, 'after')]);
    one.trigger('client-typing', { by: 'anna' });
    // Frames of one connection are handled in order, so its second subscription says that the event was, too.
    const last = one.pusher.subscribe('private-b');
    await heard(last, 'pusher:subscription_succeeded');
    await sdk(port).trigger('private-a', 'after', {});
    expect(await outcome).toEqual(isRelayed ? { by: 'anna' } : {});

    const open = one.pusher.subscribe('news');
    const said = Promise.race([
      heard(open, 'pusher:subscription_succeeded').then(() => true),
      heard(open, 'pusher:subscription_error').then(() => false),
    ]);
    expect(await said).toBe(isRelayed);
  }
});

test('a call that is repeated is refused, unless that was switched off', async () => {
  for (const [flags, status] of [
    [[], 401],
    [['--no-refuse-replays'], 200],
  ] as const) {
    const port = await run(flags).port;
    const [path, body] = ['/apps/1/events', JSON.stringify({ channels: ['a'], name: 'b', data: '' })];
    const signed = sdk(port).createSignedQueryString({ method: 'POST', path, body });
    const trigger = () => fetch(`http://127.0.0.1:${port}${path}?${signed}`, { method: 'POST', body });
    expect((await trigger()).status).toBe(200);
    expect((await trigger()).status).toBe(status);
  }
});

test('health is ok, other paths are not there', async () => {
  const url = `http://127.0.0.1:${await run().port}`;
  const health = await fetch(`${url}/health?at=1`);
  expect([health.status, await health.text()]).toEqual([200, 'ok\n']);
  expect((await fetch(`${url}/health`, { method: 'POST' })).headers.get('allow')).toBe('GET, HEAD');
  for (const path of ['/', '/healthy', '/toString', '/metrics']) {
    expect((await fetch(url + path)).status, path).toBe(404);
  }
  expect((await fetch(`${url}/apps/1/channels`)).status).toBe(401);
});

test('metrics are for whoever brings the token', async () => {
  const port = await run([], { ...VARIABLES, METRICS_TOKEN: 'let-me-in-to-read' }).port;
  await heard(client(port).subscribe('private-a'), 'pusher:subscription_succeeded');
  const ask = (authorization?: string) =>
    fetch(`http://127.0.0.1:${port}/metrics`, { headers: authorization ? { authorization } : {} });
  for (const wrong of [
    undefined,
    'Bearer',
    'Bearer let-me',
    'Bearer let-me-in-to-read-it',
    'Basic let-me-in-to-read',
    'let-me-in-to-read',
  ]) {
    const refused = await ask(wrong);
    expect([refused.status, refused.headers.get('www-authenticate')], wrong).toEqual([401, 'Bearer']);
    expect(await refused.text()).not.toContain('pusher_');
  }
  const answer = await ask('Bearer let-me-in-to-read');
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  const families = parseExposition(await answer.text());
  expect(families.get('pusher_connections')?.samples).toEqual([expect.objectContaining({ value: 1 })]);
});

test('an upgrade elsewhere is answered 404 and let go of', async () => {
  const socket = new WebSocket(`ws://127.0.0.1:${await run().port}/elsewhere`);
  const refused = new Promise((resolve) => socket.on('error', (error) => resolve(error.message)));
  expect(await refused).toContain('404');
});

test('a page from elsewhere cannot connect when origins are listed', async () => {
  const port = await run(['--allowed-origin', 'https://a.example']).port;
  const status = (origin: string) =>
    new Promise((resolve) => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/app/${APP.key}?protocol=7`, { origin });
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
      socket.on('error', () => undefined);
      socket.on('open', () => {
        resolve(101);
        socket.close();
      });
    });
  expect(await status('https://a.example')).toBe(101);
  expect(await status('https://b.example')).toBe(403);
});

test('two applications of a file share nothing', async () => {
  const other = { id: '2', key: 'other-key', secret: 'another secret of a good length' };
  const file = join(dirname(bundle.file), 'apps.json');
  writeFileSync(file, JSON.stringify([APP, other]));
  const port = await run(['--apps', file], {}).port;
  const [mine, theirs] = [client(port).subscribe('private-a'), client(port, other).subscribe('private-a')];
  await Promise.all([mine, theirs].map((channel) => heard(channel, 'pusher:subscription_succeeded')));
  const told: unknown[] = [];
  theirs.bind('for-one', (data: unknown) => told.push(data));
  const received = heard(mine, 'for-one');
  await sdk(port).trigger('private-a', 'for-one', { n: 1 });
  expect(await received).toEqual({ n: 1 });
  const last = heard(theirs, 'last');
  await sdk(port, other).trigger('private-a', 'last', {});
  await last;
  expect(told).toEqual([]);
  await expect(sdk(port, { ...APP, secret: other.secret }).trigger('a', 'b', {})).rejects.toMatchObject({
    status: 401,
  });
});

test('a webhook hears of every application, signed by its own', async () => {
  const other = { id: '2', key: 'other-key', secret: 'another secret of a good length' };
  const file = join(dirname(bundle.file), 'told.json');
  writeFileSync(file, JSON.stringify([APP, other]));
  const keys: unknown[] = [];
  const receiver = createServer((request, response) => {
    keys.push(request.headers['x-pusher-key']);
    response.end();
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void receiver.close());
  const { port: at } = receiver.address() as AddressInfo;
  const port = await run(['--apps', file, '--webhook', `http://127.0.0.1:${at}/`], {}).port;
  client(port).subscribe('private-a');
  client(port, other).subscribe('private-a');
  await expect.poll(() => [...keys].sort()).toEqual(['app-key', 'other-key']);
});
