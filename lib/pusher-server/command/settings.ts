import type { PusherApp } from '../options';
import { DEFAULT_LIMITS, HIGHEST_LIMITS, type Limits } from '../protocol/limits';
import { readApps } from './apps';
import { type Environment, type Given, quoted, readGiven } from './given';
import { LOG_LEVELS, type LogForm, type LogLevel } from './logger';
import { tlsOf } from './tls';

/** Everything a run is set up with. */
export type Settings = {
  readonly host: string;
  readonly port: number;
  /** Null: nothing was said, so the run gets one of its own. */
  readonly apps: readonly PusherApp[] | null;
  readonly allowedOrigins: 'any' | readonly string[];
  readonly clientEvents: boolean;
  readonly subscriptionCounts: boolean;
  readonly publicChannels: boolean;
  readonly refuseReplays: boolean;
  readonly webhookUrls: readonly string[];
  readonly activityTimeoutSeconds?: number;
  readonly subscribeWithinSeconds?: number;
  readonly limits: Partial<Limits>;
  readonly trustedProxies: number;
  readonly drainSeconds: number;
  /** PEM texts. */
  readonly tls: { readonly cert: string; readonly key: string } | null;
  readonly log: LogForm;
  readonly logLevel: LogLevel;
  /** Null: there are no metrics to read. */
  readonly metricsToken: string | null;
};

/** What a command line asks for. */
export type Asked =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'refused'; readonly problems: readonly string[] }
  | { readonly kind: 'run'; readonly settings: Settings };

/** Reads flags and variables, flags first; all that is wrong comes back together. `readFile` throws for a file it cannot read. */
export function readSettings(parts: {
  readonly argv: readonly string[];
  readonly environment: Environment;
  readonly readFile: (path: string) => string;
}): Asked {
  const given = readGiven(parts.argv, parts.environment);
  if (given.isOn('help')) return { kind: 'help' };
  if (given.isOn('version')) return { kind: 'version' };
  const apps = readApps(given, parts.readFile);
  const settings: Settings = {
    host: given.text('host') ?? '127.0.0.1',
    port: given.whole('port', 0, 65_535) ?? 6_001,
    apps,
    allowedOrigins: originsOf(given),
    clientEvents: given.isOn('client-events'),
    subscriptionCounts: given.isOn('subscription-counts'),
    publicChannels: given.isOn('public-channels'),
    refuseReplays: given.isOn('refuse-replays'),
    webhookUrls: given.texts('webhook').filter((url) => isWebhookUrl(url, given)),
    activityTimeoutSeconds: given.whole('activity-timeout', 1, A_DAY) ?? undefined,
    subscribeWithinSeconds: given.whole('subscribe-within', 1, A_DAY) ?? undefined,
    limits: limitsOf(given),
    trustedProxies: given.whole('trusted-proxies', 0, 10) ?? 0,
    drainSeconds: given.whole('drain-seconds', 0, 3_600) ?? 5,
    tls: tlsOf(given, parts.readFile),
    log: given.oneOf('log', ['json', 'text'], 'json'),
    logLevel: given.oneOf('log-level', LOG_LEVELS, 'info'),
    metricsToken: tokenOf(given, apps ?? []),
  };
  const problems = [...new Set(given.problems)];
  return problems.length === 0 ? { kind: 'run', settings } : { kind: 'refused', problems };
}

const A_DAY = 86_400;

function originsOf(given: Given): 'any' | readonly string[] {
  const origins = given.texts('allowed-origin');
  for (const origin of origins) {
    // Browsers send exactly this form; another one would let nobody in, and say so to nobody.
    if (URL.canParse(origin) && new URL(origin).origin === origin) continue;
    given.problems.push(
      `--allowed-origin must be as browsers send it, like https://example.org, not ${quoted(origin)}.`,
    );
  }
  return origins.length === 0 ? 'any' : origins;
}

function isWebhookUrl(url: string, given: Given): boolean {
  const { protocol, username, password } = URL.canParse(url) ? new URL(url) : NO_URL;
  if (username !== '' || password !== '') {
    // `fetch` calls no such address, and the log would hold the password. It is not repeated here either.
    given.problems.push('--webhook takes no name and password in the address; calls are signed.');
    return false;
  }
  const isGood = ['http:', 'https:'].includes(protocol);
  if (!isGood) given.problems.push(`--webhook must be an http or https address, not ${quoted(url)}.`);
  return isGood;
}

const NO_URL = { protocol: '', username: '', password: '' };

/** Short ones can be tried one after the other; what is no ASCII or has spaces does not survive a header. */
function tokenOf(given: Given, apps: readonly PusherApp[]): string | null {
  const token = given.text('metrics-token');
  if (token === null) return null;
  const name = given.nameOf('metrics-token');
  if (!/^[\x21-\x7e]{16,200}$/.test(token)) {
    given.problems.push(`${name} must have 16 to 200 signs of ASCII, no spaces.`);
  } else if (apps.some(({ secret }) => secret === token)) {
    // A scraper sends it in the clear of its own settings; with it anybody could publish.
    given.problems.push(`${name} must not be the secret of an application.`);
  }
  return token;
}

const HIGHEST: Readonly<Record<string, number>> = HIGHEST_LIMITS;

function limitsOf(given: Given): Partial<Limits> {
  const limits: Record<string, number> = {};
  for (const text of given.texts('limit')) {
    const [, name = '', value = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
    const number = /^[1-9]\d{0,14}$/.test(value) ? Number(value) : Number.NaN;
    if (!Object.hasOwn(DEFAULT_LIMITS, name)) {
      const known = Object.keys(DEFAULT_LIMITS).join(', ');
      given.problems.push(`--limit ${quoted(text)} names no limit; there are ${known}.`);
    } else if (value === 'Infinity' || number > 0) {
      limits[name] = value === 'Infinity' ? Number.POSITIVE_INFINITY : number;
      const highest = HIGHEST[name] ?? Number.POSITIVE_INFINITY;
      if (limits[name] > highest) given.problems.push(`--limit ${name} must be at most ${highest}.`);
    } else {
      given.problems.push(
        `--limit ${name} must be a whole number above zero or Infinity, not ${quoted(value)}.`,
      );
    }
  }
  return limits;
}
