import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { withProxy } from './testing/echo';

const CLI = fileURLToPath(new URL('./cli.ts', import.meta.url));

function run(args: readonly string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', CLI, ...args]);
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

test('the command leads a port to a target and says where it is steered', async () => {
  // Any proxy is a target like another.
  const { proxy, arrived } = await withProxy();
  const child = run(['--to', `localhost:${proxy.port}`, '--seed', '11', '--mode', '{"mode":"refuse"}']);
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  expect(line).toMatch(/^127\.0\.0\.1:\d+ leads to localhost:\d+ \(seed 11\); steer it at http:\/\/127/);
  const control = /http:\S+/.exec(line)?.[0];
  const state = async () => (await fetch(`${control}/state`)).json();
  expect(await state()).toMatchObject({ connections: 'refuse' });
  await fetch(`${control}/mode`, { method: 'PUT', body: '{"mode":"pass"}' });
  const { port } = (await state()).listen;
  await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(500) }).catch(() => undefined);
  expect(arrived).toHaveLength(1);
});

test('what cannot be done is one sentence', async () => {
  const child = run(['--to', 'localhost:http']);
  const [text] = await once(child.stderr.setEncoding('utf8'), 'data');
  expect(text).toBe('--to needs a number up to 65535, not "http".\n');
  const [code] = child.exitCode === null ? await once(child, 'exit') : [child.exitCode];
  expect(code).toBe(2);
});
