import type { ParseArgsConfig } from 'node:util';
import type { Operator } from './operator';
import type { Screen } from './screen';

/** What a command works with. */
export type Terminal = Readonly<{
  screen: Screen;
  environment: Readonly<Record<string, string | undefined>>;
  /** Where the migrations are. */
  projectDir: string;
  dataDir: string;
  /** A session of an administrator on the running server; throws `Failure` when there is no server. */
  operator(): Promise<Operator>;
  /** Whether a server runs on this data. */
  isServing(): boolean;
}>;

export type Values = Readonly<Record<string, string | boolean | undefined>>;

export type Command = Readonly<{
  /** As it is typed, such as `audit verify`. */
  name: string;
  summary: string;
  /** What follows the name, such as `<group> <file>`. */
  takes: readonly string[];
  /** The lines of `--help` about its own options. */
  help: string;
  options: NonNullable<ParseArgsConfig['options']>;
  /** Answers the exit code. */
  run(terminal: Terminal, given: { values: Values; positionals: readonly string[] }): Promise<number>;
}>;

/** Of a script's interest: done, not done, not understood. */
export const EXIT = { ok: 0, failed: 1, usage: 2 } as const;

/** What was typed makes no sense; the sentence says what to type instead. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** It could not be done, for a reason that a person understands. */
export class Failure extends Error {
  override readonly name = 'Failure';
}

/** The text of an option, or null when it was not given. */
export function textOf(values: Values, name: string): string | null {
  const value = values[name];
  return typeof value === 'string' ? value : null;
}

/** The text of an option that must be given. */
export function neededText(values: Values, name: string): string {
  const value = textOf(values, name);
  if (value === null || value.trim() === '') throw new UsageError(`--${name} is needed.`);
  return value;
}

/** A whole number within bounds, or the usual one when the option was not given. */
export function numberOf<Usual>(
  values: Values,
  name: string,
  { min, max, usual }: { min: number; max: number; usual: Usual },
): number | Usual {
  const text = textOf(values, name);
  if (text === null) return usual;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new UsageError(`--${name} takes a whole number from ${min} to ${max}.`);
}
