// `npm run test:long [-- part …]`: the runs of docs/reliability.md with their large numbers, one after the other; hours.
// `STRICT=1` before it: their times as well, on a machine that does nothing else.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';
import { argumentsOf, outcomeOf, PARTS } from './long-parts.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

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
process.stdout.write('\npart        outcome                 minutes   seeds\n');
for (const { name, code, minutes, seeds } of rows) {
  const outcome = outcomeOf(PARTS[name], { code, isStrict: process.env.STRICT === '1' });
  process.stdout.write(
    `${name.padEnd(12)}${outcome.padEnd(24)}${minutes.toFixed(1).padEnd(10)}${seeds.join(' ')}\n`,
  );
}
process.stdout.write('A part is run again by its name: npm run test:long -- kill\n');
if (process.env.STRICT !== '1')
  process.stdout.write(
    'With the times that are promised of a machine of its own: STRICT=1 npm run test:long\n',
  );
process.exit(rows.every(({ code }) => code === 0) ? 0 : 1);

/** Runs the files with LONG=1 and its output shown; answers the exit code and all that was said. */
function run(part) {
  const args = [join(root, 'node_modules/vitest/vitest.mjs'), ...argumentsOf(part)];
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
