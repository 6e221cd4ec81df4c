import { join } from 'node:path';
import { createKeptRuns, type Numbers } from '@/lib/fault-kit/kept-runs';
import { projectRoot } from '../belfry-process';
import { say } from './say';
import { isLong } from './scale';

const kept = createKeptRuns(join(projectRoot, 'e2e', 'endurance', 'seeds'));
/** So many are run again, or what was mended long ago would take the time of what is new. */
const AGAIN_MAX = isLong ? 20 : 2;

/** Writes down a run that failed: from then on it is run again before the others of its name. */
export const keepSeed = kept.keep;

/** The runs of a name that failed once, cut down to these numbers; none when a run is repeated by its seed. */
export function keptSeeds<Name extends string>(
  name: string,
  most: Readonly<Record<Name, number>>,
): readonly Numbers<Name>[] {
  if (process.env.SEED) return [];
  const runs = kept.of(name, most);
  const left = runs.length - AGAIN_MAX;
  if (left > 0) say(`${left} runs of ${name} that failed once are left out: npm run test:long has up to 20`);
  return runs.slice(0, AGAIN_MAX);
}
