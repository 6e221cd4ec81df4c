import { parseArgs } from 'node:util';
import { FEATURES, type Feature, isFeature } from './features';
import type { Target } from './target';

/** What a run was asked for. */
export type Settings = {
  /** The server to look at; null for our own, started for the run. */
  readonly target: Target | null;
  /** Only cases whose id or title contains this. */
  readonly only: string | null;
  readonly skip: readonly Feature[];
  /** Where webhooks will arrive; null when none are awaited. */
  readonly webhookPort: number | null;
  readonly format: 'lines' | 'json';
  /** The time of one case, in milliseconds. */
  readonly timeoutMs: number;
};

/** An argument that cannot be, in a sentence that names it. */
export class ArgumentError extends Error {
  override readonly name = 'ArgumentError';
}

/** The settings, or `help` when that was asked for. @throws ArgumentError */
export function parseArguments(
  given: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Settings | 'help' {
  const values = valuesOf(given);
  if (values.help) return 'help';
  const target = targetOf(values, environment);
  return {
    target,
    only: values.only ?? null,
    skip: skipOf(values.skip),
    webhookPort: target === null ? null : numberOf('--webhook-port', values['webhook-port'], 1, 65_535),
    format: values.json ? 'json' : 'lines',
    timeoutMs: numberOf('--timeout', values.timeout, 100, 600_000) ?? DEFAULT_TIMEOUT_MS,
  };
}

/** Generous: what is right is fast, and what is wrong may take its time to show. */
const DEFAULT_TIMEOUT_MS = 10_000;

const OPTIONS = {
  host: { type: 'string' },
  port: { type: 'string' },
  'app-id': { type: 'string' },
  key: { type: 'string' },
  secret: { type: 'string' },
  tls: { type: 'boolean' },
  only: { type: 'string' },
  skip: { type: 'string', multiple: true },
  'webhook-port': { type: 'string' },
  json: { type: 'boolean' },
  timeout: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Values = ReturnType<typeof valuesOf>;

function valuesOf(given: readonly string[]) {
  try {
    return parseArgs({ args: [...given], options: OPTIONS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    // Node's own sentences name the argument; their second halves explain a case that is not ours.
    throw new ArgumentError(String(error instanceof Error ? error.message : error).split('. ')[0]);
  }
}

function targetOf(values: Values, environment: Readonly<Record<string, string | undefined>>): Target | null {
  const host = values.host ?? environment.PUSHER_HOST;
  if (host === undefined || host === '') {
    const lone = ALONE.find((name) => values[name] !== undefined);
    if (lone !== undefined) throw new ArgumentError(`--${lone} says nothing without --host (or PUSHER_HOST)`);
    return null;
  }
  const needed = (name: 'port' | 'app-id' | 'key' | 'secret'): string => {
    const variable = `PUSHER_${name.toUpperCase().replace('-', '_')}`;
    const value = values[name] ?? environment[variable];
    if (value === undefined || value === '') throw new ArgumentError(`--${name} (or ${variable}) is missing`);
    return value;
  };
  return {
    host,
    port: numberOf('--port', needed('port'), 1, 65_535) ?? 0,
    tls: values.tls ?? false,
    appId: needed('app-id'),
    key: needed('key'),
    secret: needed('secret'),
  };
}

const ALONE = ['port', 'app-id', 'key', 'secret', 'tls', 'webhook-port'] as const;

function skipOf(given: readonly string[] = []): readonly Feature[] {
  const names = given.flatMap((list) => list.split(',')).map((name) => name.trim());
  return names.map((name) => {
    if (isFeature(name)) return name;
    throw new ArgumentError(`--skip does not know "${name}"; it knows ${Object.keys(FEATURES).join(', ')}`);
  });
}

function numberOf(argument: string, value: string | undefined, least: number, most: number): number | null {
  if (value === undefined) return null;
  const number = Number(value);
  if (/^\d+$/.test(value) && number >= least && number <= most) return number;
  throw new ArgumentError(`${argument} is a whole number from ${least} to ${most}, not "${value}"`);
}
