// What `npm run test:long` runs, how, and what may be said of it afterwards.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Which files each part runs; those of `e2e/endurance` need the built server. */
export const PARTS = {
  migration: { endurance: true, files: ['e2e/endurance/migration.run.ts'] },
  replay: { endurance: true, files: ['e2e/endurance/replay.run.ts'] },
  herd: { endurance: true, files: ['e2e/endurance/herd.run.ts'] },
  delivery: { endurance: true, files: ['e2e/endurance/delivery.run.ts'] },
  kill: { endurance: true, files: ['e2e/endurance/kill.run.ts'] },
  life: { endurance: true, files: ['e2e/endurance/life.run.ts'] },
  // Whatever else has a large number behind the same variable: models, outages, full disks.
  unit: { endurance: false, files: unitTestsWithLargeNumbers() },
};

/** The arguments of vitest. One file after the other: some hold a time, and others would take it from them. */
export function argumentsOf({ endurance, files }) {
  const how = endurance
    ? ['-c', 'vitest.endurance.config.ts']
    : ['--testTimeout', '14400000', '--no-file-parallelism'];
  return ['run', ...how, ...files];
}

/** What a part came to. One that holds its times on a machine of its own only has not held them when nobody asked. */
export function outcomeOf({ files }, { code, isStrict }) {
  if (code !== 0) return 'FAILED';
  const hasTimes = files.some((file) => read(file).includes('isStrict'));
  return hasTimes && !isStrict ? 'held, times not asked' : 'held';
}

function unitTestsWithLargeNumbers() {
  return ['app', 'components', 'db', 'lib', 'scripts']
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true }).map((file) => join(folder, file)),
    )
    .filter((file) => /\.test\.tsx?$/.test(file))
    .filter((file) => read(file).includes('process.env.LONG'));
}

function read(file) {
  return readFileSync(join(root, file), 'utf8');
}
