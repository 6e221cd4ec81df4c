// `npm run dev`: the demo's data with hot reload. The pages reload by themselves; the server's own code restarts it.
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleServer } from './bundle-server.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const outdir = join(root, 'dist', 'dev');
const WATCHED = [
  'server.ts',
  'db',
  'lib/process',
  'lib/pusher-server',
  'lib/realtime',
  'lib/server',
  'lib/env.ts',
];

let child;
let restarting = false;

async function run() {
  await bundleServer({ outdir });
  child = spawn(process.execPath, [join(outdir, 'server.mjs'), '--dev', '--demo'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, NODE_ENV: 'development' },
  });
  child.on('exit', (code) => {
    if (!restarting) process.exit(code ?? 1);
    restarting = false;
    run().catch(fail);
  });
}

function fail(error) {
  process.stderr.write(`${error.message}\nWaiting for a change.\n`);
}

let settled;
for (const path of WATCHED) {
  watch(join(root, path), { recursive: true }, (_event, name) => {
    if (name && /\.test\.|migrations/.test(name)) return;
    clearTimeout(settled);
    settled = setTimeout(() => {
      restarting = true;
      child.kill('SIGTERM');
    }, 200);
  });
}
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child?.kill('SIGTERM'));
await run();
