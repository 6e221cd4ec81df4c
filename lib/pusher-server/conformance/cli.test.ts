import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { createPusherServer } from '../index';
import { SELF_SIGNED } from '../testing/self-signed';

/** For starting Node and tsx on a busy machine. */
const TIMEOUT_MS = 60_000;
const CLI = fileURLToPath(new URL('./cli.ts', import.meta.url));

test('the command runs over TLS, named by the environment, and ends with 0', {
  timeout: TIMEOUT_MS,
}, async () => {
  const { code, stdout } = await command(['--tls', '--only', 'frames/re'], {
    ...(await serveOverTls()),
    NODE_EXTRA_CA_CERTS: certificateFile(),
  });
  expect(stdout).toContain('- frames/reset:');
  expect(stdout).toMatch(/# 4 cases: 4 ok, 0 not ok, 0 skipped/);
  expect(code).toBe(0);
});

test('a server whose certificate nobody vouches for is not looked at, and it ends with 1', {
  timeout: TIMEOUT_MS,
}, async () => {
  const { code, stdout, stderr } = await command(['--tls', '--only', 'frames/re'], await serveOverTls());
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toContain('self-signed certificate');
});

test('a bad argument is told on standard error, and it ends with 2', { timeout: TIMEOUT_MS }, async () => {
  const { code, stdout, stderr } = await command(['--port', '6001'], {});
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain('--port');
});

/** Our server with a certificate of its own, as the environment names it. */
async function serveOverTls(): Promise<Record<string, string>> {
  const pusher = createPusherServer({ apps: [{ id: 'app', key: 'key', secret: 'secret' }] });
  const https = createServer(SELF_SIGNED, (request, response) => {
    if (!pusher.handleRequest(request, response)) response.writeHead(404).end();
  });
  https.on('upgrade', (request, socket, head) => {
    if (!pusher.handleUpgrade(request, socket, head)) socket.destroy();
  });
  await new Promise<void>((resolve) => https.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    await pusher.close({ spreadMs: 0, timeoutMs: 1_000 });
    https.close();
    https.closeAllConnections();
  });
  // A TCP server always has an address of this kind.
  const { port } = https.address() as AddressInfo;
  return {
    PUSHER_HOST: 'localhost',
    PUSHER_PORT: String(port),
    PUSHER_APP_ID: 'app',
    PUSHER_KEY: 'key',
    PUSHER_SECRET: 'secret',
  };
}

function certificateFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'cert.pem');
  writeFileSync(file, SELF_SIGNED.cert);
  return file;
}

function command(
  given: readonly string[],
  environment: Record<string, string>,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', CLI, ...given], {
    env: { NODE_ENV: 'test', PATH: process.env.PATH, ...environment },
    timeout: TIMEOUT_MS,
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (bytes: Buffer) => {
    said.stdout += bytes.toString();
  });
  child.stderr.on('data', (bytes: Buffer) => {
    said.stderr += bytes.toString();
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, ...said })));
}
