import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { bundleForTests, runCommand } from '../testing/run-command';
import { SELF_SIGNED } from '../testing/self-signed';

const VARIABLES = { PUSHER_APP_ID: '1', PUSHER_KEY: 'app-key', PUSHER_SECRET: 'a secret of a good length' };

let bundle: Awaited<ReturnType<typeof bundleForTests>>;
let [cert, key] = ['', ''];
beforeAll(async () => {
  bundle = await bundleForTests();
  [cert, key] = [join(dirname(bundle.file), 'cert.pem'), join(dirname(bundle.file), 'key.pem')];
  writeFileSync(cert, SELF_SIGNED.cert);
  writeFileSync(key, SELF_SIGNED.key);
});
afterAll(() => bundle.remove());

const run = (...flags: readonly string[]) => runCommand(bundle.file, flags, VARIABLES);

test('with a certificate and its key it speaks TLS, and without a pair it says what is wrong', async () => {
  const port = await run('--tls-cert', cert, '--tls-key', key).port;
  const socket = new WebSocket(`wss://127.0.0.1:${port}/app/app-key?protocol=7`, { ca: SELF_SIGNED.cert });
  const greeting = await new Promise((resolve, reject) =>
    socket.once('message', resolve).once('error', reject),
  );
  expect(String(greeting)).toContain('connection_established');
  socket.close();

  const swapped = run('--tls-cert', key, '--tls-key', cert);
  expect(await swapped.ended).toBe(2);
  expect(swapped.stderr.join()).toContain('no PEM certificate and key');
  expect(swapped.stderr.join()).not.toContain('BEGIN');
});

test('whoever never begins the handshake does not hold the end up', async () => {
  const command = run('--tls-cert', cert, '--tls-key', key, '--drain-seconds', '0');
  const port = await command.port;
  const idle = connect(port, '127.0.0.1');
  onTestFinished(() => void idle.destroy());
  idle.on('error', () => idle.destroy());
  await new Promise((resolve) => idle.once('connect', resolve));
  // It has been taken once somebody who came later is answered.
  const later = new WebSocket(`wss://127.0.0.1:${port}/app/app-key?protocol=7`, { ca: SELF_SIGNED.cert });
  await new Promise((resolve, reject) => later.once('message', resolve).once('error', reject));
  command.kill('SIGTERM');
  expect(await command.ended).toBe(0);
});
