import { connect, type Socket } from 'node:net';
import Pusher from 'pusher';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
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

/** A bare connection that has been greeted, and the code it will be closed with. */
async function greeted(port: number): Promise<{ closed: Promise<number> }> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/app/${APP.key}?protocol=7`);
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await new Promise((resolve, reject) => socket.once('message', resolve).once('error', reject));
  return { closed };
}

const entries = ({ stdout }: Command) => stdout.map((line) => JSON.parse(line));

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s closes everybody with 4200 and exits with 0',
  async (signal) => {
    const command = run(['--drain-seconds', '0']);
    const { closed } = await greeted(await command.port);
    command.kill(signal);
    expect(await closed).toBe(4200);
    expect(await command.ended).toBe(0);
    expect(entries(command).map(({ msg }) => msg)).toEqual(['listening', 'stopping', 'stopped']);
  },
);

test('while it drains, health says so and new connections are refused; a second signal ends it', async () => {
  const command = run(['--drain-seconds', '600']);
  const port = await command.port;
  const all = await Promise.all(Array.from({ length: 20 }, () => greeted(port)));
  command.kill('SIGTERM');
  // Twenty over ten minutes: the first goes at once, and the others are not on their way for half a minute.
  expect(await Promise.race(all.map(({ closed }) => closed))).toBe(4200);
  const health = await fetch(`http://127.0.0.1:${port}/health`);
  expect([health.status, await health.text()]).toEqual([503, 'draining\n']);
  expect(health.headers.get('connection')).toBe('close');
  await expect(greeted(port)).rejects.toThrow('503');
  command.kill('SIGTERM');
  expect(await command.ended).toBe(1);
});

test('a connection that sends nothing does not hold the end up', async () => {
  const command = run(['--drain-seconds', '0']);
  const port = await command.port;
  const idle = await new Promise<Socket>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket));
  });
  idle.on('error', () => undefined);
  onTestFinished(() => void idle.destroy());
  command.kill('SIGTERM');
  expect(await command.ended).toBe(0);
});

test('a port in use is one sentence and exit 1', async () => {
  const first = run();
  const port = await first.port;
  const second = run(['--port', String(port)]);
  expect(await second.ended).toBe(1);
  expect(second.stderr).toEqual([
    `Cannot listen on 127.0.0.1 port ${port}: something else uses this port; choose another with --port.`,
  ]);
  expect(second.stdout).toEqual([]);
  expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200);
});

test('all bad values are one list and exit 2', async () => {
  const command = run(['--port', 'x', '--log', 'xml'], { PUSHER_KEY: 'lonely' });
  expect(await command.ended).toBe(2);
  expect(command.stderr.filter((line) => line.startsWith('  - '))).toHaveLength(3);
  expect(command.stdout).toEqual([]);
});

test('without an application one is made up, told once and not to the log', async () => {
  const command = run([], {});
  const port = await command.port;
  await expect.poll(() => command.stderr.join('\n')).toContain('PUSHER_SCHEME=http');
  const told = Object.fromEntries(
    command.stderr.filter((line) => line.includes('=')).map((line) => line.split('=')),
  );
  expect(told).toMatchObject({ PUSHER_HOST: '127.0.0.1', PUSHER_PORT: String(port) });
  expect(command.stderr.join('\n')).toContain('for this run only');
  const app = { id: told.PUSHER_APP_ID, key: told.PUSHER_KEY, secret: told.PUSHER_SECRET };
  expect((await sdk(port, app).get({ path: '/channels' })).status).toBe(200);
  expect(command.stdout.join('\n')).not.toContain(app.secret);

  const other = run([], {});
  await other.port;
  await expect.poll(() => other.stderr.join('\n')).toContain('PUSHER_SECRET=');
  expect(other.stderr.join('\n')).not.toContain(app.secret);
});

test('a short secret is served, with a warning that does not repeat it', async () => {
  const command = run([], { ...VARIABLES, PUSHER_SECRET: 'tiny-secret' });
  await command.port;
  await expect.poll(() => command.stdout.join('\n')).toContain('short');
  expect(command.stdout.join('\n')).not.toContain('tiny-secret');
});

test('it says its help and its version', async () => {
  const help = run(['--help']);
  expect(await help.ended).toBe(0);
  expect(help.stdout.join('\n')).toContain('PUSHER_SECRET');
  const version = run(['--version']);
  expect(await version.ended).toBe(0);
  expect(version.stdout.join('\n')).toMatch(/^\d+\.\d+\.\d+$/);
});
