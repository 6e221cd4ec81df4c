import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a run was made of: its seed, and its numbers. */
export type Numbers<Name extends string> = Readonly<Record<Name | 'seed', number>>;

/** Runs that failed once, each a file in a folder that is kept with the sources: they are run again from then on. */
export function createKeptRuns(folder: string) {
  return {
    /** Writes down a run that failed, with what was wrong; what stands there already stays. */
    keep(name: string, run: Numbers<string>, wrong: readonly string[]): void {
      const file = join(folder, `${name}-${run.seed}.json`);
      if (existsSync(file)) return;
      mkdirSync(folder, { recursive: true });
      writeFileSync(file, `${JSON.stringify({ ...run, wrong: wrong.slice(0, WRONG_MAX) }, null, 2)}\n`);
    },
    /** Those of a name, by the names of their files, and none larger than `most`. A file that cannot be read throws. */
    of<Name extends string>(name: string, most: Readonly<Record<Name, number>>): readonly Numbers<Name>[] {
      if (!existsSync(folder)) return [];
      const pattern = new RegExp(`^${name}-\\d+\\.json$`);
      const files = readdirSync(folder).filter((file) => pattern.test(file));
      return files.sort().map((file) => read(join(folder, file), most));
    },
  };
}

const WRONG_MAX = 20;

function read<Name extends string>(file: string, most: Readonly<Record<Name, number>>): Numbers<Name> {
  const found: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const fields = new Map<string, unknown>(Object.entries(found ?? {}));
  const number = (name: string): number => {
    const value = fields.get(name);
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
    throw new Error(`${file}: ${name} is not a whole number.`);
  };
  const names = Object.keys(most) as Name[];
  const sizes = names.map((name) => [name, Math.min(number(name), most[name])]);
  // The cast says what the line above has read: each name of `most`, and the seed.
  return Object.fromEntries([['seed', number('seed')], ...sizes]) as Numbers<Name>;
}
