// `npm run test:long [-- part …]`: the runs of docs/reliability.md with their large numbers, one after the other; hours.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Which files each part runs; those of `e2e/endurance` need the built server. */
const PARTS = {
  migration: { endurance: true, files: ['e2e/endurance/migration.run.ts'] },
  replay: { endurance: true, files: ['e2e/endurance/replay.run.ts'] },
  herd: { endurance: true, files: ['e2e/endurance/herd.run.ts'] },
  delivery: { endurance: true, files: ['e2e/endurance/delivery.run.ts'] },
  kill: { endurance: true, files: ['e2e/endurance/kill.run.ts'] },
  life: { endurance: true, files: ['e2e/endurance/life.run.ts'] },
  // Whatever else has a large number behind the same variable: models, outages, full disks.
  unit: { endurance: false, files: unitTestsWithLargeNumbers() },
};

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !Object.hasOwn(PARTS, name));
if (unknown !== undefined) {
  process.stderr.write(`There is no part ${unknown}; there are ${Object.keys(PARTS).join(', ')}.\n`);
  process.exit(2);
}
await build();
const rows = [];
for (const name of wanted.length > 0 ? wanted : Object.keys(PARTS)) {
  const began = performance.now();
  process.stdout.write(`\n── ${name}\n`);
  const { code, said } = await run(PARTS[name]);
  rows.push({ name, code, minutes: (performance.now() - began) / 60_000, seeds: seedsIn(said) });
}
process.stdout.write('\npart        outcome   minutes   seeds\n');
for (const { name, code, minutes, seeds } of rows) {
  const outcome = code === 0 ? 'held' : 'FAILED';
  process.stdout.write(
    `${name.padEnd(12)}${outcome.padEnd(10)}${minutes.toFixed(1).padEnd(10)}${seeds.join(' ')}\n`,
  );
}
process.stdout.write('A part is run again by its name: npm run test:long -- kill\n');
process.exit(rows.every(({ code }) => code === 0) ? 0 : 1);

/** Runs the files with LONG=1 and its output shown; answers the exit code and all that was said. */
function run({ endurance, files }) {
  if (files.length === 0) return Promise.resolve({ code: 0, said: '' });
  const config = endurance ? ['-c', 'vitest.endurance.config.ts'] : ['--testTimeout', '14400000'];
  const args = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...config, ...files];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_ENV: 'test', LONG: '1' },
    });
    let said = '';
    for (const [from, to] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ])
      from.on('data', (text) => {
        to.write(text);
        said += text;
      });
    child.on('exit', (code) => resolve({ code: code ?? 1, said }));
  });
}

/** Every seed that a run has named, each once. */
function seedsIn(said) {
  return [...new Set([...said.matchAll(/\bseed[ :=]+(-?\d+)/gi)].map((match) => match[1]))];
}

function unitTestsWithLargeNumbers() {
  return ['app', 'components', 'db', 'lib', 'scripts']
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true }).map((file) => join(folder, file)),
    )
    .filter((file) => /\.test\.tsx?$/.test(file))
    .filter((file) => readFileSync(join(root, file), 'utf8').includes('process.env.LONG'));
}
