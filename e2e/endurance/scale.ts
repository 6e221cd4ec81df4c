import { freshSeed } from '@/lib/fault-kit';

/** `npm run test:long` sets it: the large numbers instead of the small ones. */
export const isLong = process.env.LONG === '1';

/** Times are held to what is promised of a machine of its own, and not only to what no machine should take. */
export const isStrict = process.env.STRICT === '1';

/** A number of this run: what the variable says, or else the small or the large one. */
export function scaled(variable: string, numbers: { small: number; long: number }): number {
  const given = Number(process.env[variable]);
  if (Number.isInteger(given) && given > 0) return given;
  return isLong ? numbers.long : numbers.small;
}

/** The seed of this run, `SEED` to repeat an earlier one. */
export function seedOf(): number {
  const given = Number(process.env.SEED);
  return Number.isInteger(given) && process.env.SEED !== undefined && process.env.SEED !== ''
    ? given
    : freshSeed();
}

/** The command that repeats a run. */
export function again(name: string, variables: Readonly<Record<string, number>>): string {
  const set = Object.entries(variables).map(([variable, value]) => `${variable}=${value}`);
  return `${set.join(' ')} npm run test:endurance -- ${name}`;
}
