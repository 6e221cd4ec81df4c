import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../belfry-process';

/** Writes down a run that failed, so that it can be made a test for ever. */
export function keepSeed(name: string, run: Readonly<Record<string, unknown>> & { seed: number }): void {
  const folder = join(projectRoot, 'e2e', 'endurance', 'seeds');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}-${run.seed}.json`), `${JSON.stringify(run, null, 2)}\n`);
}
