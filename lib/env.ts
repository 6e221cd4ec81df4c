import * as z from 'zod';

/** Everything that can be set from outside, parsed once. Nothing else in the project reads the environment. */
export type Config = Readonly<{
  port: number;
  host: string;
  dataDir: string;
  mode: Mode;
  /** Demo accounts, a seeded inbox, an API key that is printed. Never in production. */
  demo: boolean;
  /** The address people use, when it is known; without it the request's own host is trusted. */
  publicUrl: URL | null;
  authSecret: string;
  logLevel: LogLevel;
  realtime: RealtimeConfig;
  /** How many proxies in front are trusted to say who the client is; 0: nobody is. */
  trustedProxies: number;
  /** Open sockets from one address, or from one IPv6 network; only for the embedded server. */
  maxConnectionsPerAddress: number;
  /** What a scraper sends to read `/api/metrics`; null: there is nothing to read. */
  metricsToken: string | null;
  /** What protects from a broadcast sent too soon or too often. */
  sending: Readonly<{
    /** How long a confirmed broadcast waits, and can be taken back, unless its sender says otherwise. */
    holdSeconds: number;
    /** How many one sender may confirm; 0: no limit. */
    limits: Readonly<{ perMinute: number; perHour: number }>;
  }>;
  /** Whether senders see who received and read a broadcast, or only how many. */
  statsPrivacy: StatsPrivacy;
}>;

const STATS_PRIVACY = ['people', 'aggregate'] as const;
export type StatsPrivacy = (typeof STATS_PRIVACY)[number];

export type Mode = 'production' | 'development';
export type RealtimeConfig = Readonly<{
  appId: string;
  key: string;
  secret: string;
  /** Null: the embedded server. */
  service: Readonly<{
    host: string | null;
    port: number | null;
    secure: boolean;
    cluster: string | null;
  }> | null;
}>;

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Secrets that are made once and kept in `DATA_DIR/secrets.json`; the environment overrides each. */
export type Secrets = Readonly<{
  nextAuthSecret: string;
  pusherAppId: string;
  pusherKey: string;
  pusherSecret: string;
}>;

/** All that is wrong with the settings, as one list of plain sentences. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(readonly problems: readonly string[]) {
    super(
      `Belfry cannot start with these settings:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`,
    );
  }
}

const port = (name: string) =>
  z
    .string()
    .regex(/^[0-9]{1,5}$/, `${name} must be a port number from 0 to 65535.`)
    .transform(Number)
    .refine((value) => value <= 65_535, `${name} must be a port number from 0 to 65535.`);

const filled = (name: string) => z.string().trim().min(1, `${name} is set but empty.`);
const secret = (name: string) => z.string().min(32, `${name} must have at least 32 characters.`);

/**
 * A quarter of what the embedded server takes in all: an office of a thousand people with five tabs each behind
 * one address is not turned away, and one address alone cannot keep everybody else out.
 */
const DEFAULT_CONNECTIONS_PER_ADDRESS = 5_000;

/** A whole number of settings that say how much. */
const whole = (name: string, max: number) =>
  z
    .string()
    .regex(/^[0-9]{1,4}$/, `${name} must be a whole number from 0 to ${max}.`)
    .transform(Number)
    .refine((value) => value <= max, `${name} must be a whole number from 0 to ${max}.`);

/** So many of a sender's broadcasts of the last hour are looked at. */
const BROADCASTS_MAX = 100;

const schema = z.object({
  PORT: port('PORT').default(3000),
  HOST: filled('HOST').optional(),
  DATA_DIR: filled('DATA_DIR').default('./data'),
  NEXTAUTH_URL: z
    .url({
      protocol: /^https?$/,
      error: 'NEXTAUTH_URL must be an address such as https://notices.example.org.',
    })
    .optional(),
  NEXTAUTH_SECRET: secret('NEXTAUTH_SECRET').optional(),
  PUSHER_APP_ID: filled('PUSHER_APP_ID')
    .regex(/^[A-Za-z0-9_-]+$/, 'PUSHER_APP_ID may have letters, digits, _ and -.')
    .optional(),
  PUSHER_KEY: filled('PUSHER_KEY')
    .regex(/^[A-Za-z0-9_-]+$/, 'PUSHER_KEY may have letters, digits, _ and -.')
    .optional(),
  PUSHER_SECRET: filled('PUSHER_SECRET')
    .min(16, 'PUSHER_SECRET must have at least 16 characters.')
    .optional(),
  // It goes into the content security policy, whose grammar has no IPv6 address, and into what the browser dials.
  PUSHER_HOST: filled('PUSHER_HOST')
    .regex(
      /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/,
      'PUSHER_HOST must be a name or an IPv4 address, without a scheme or a port.',
    )
    .optional(),
  PUSHER_PORT: port('PUSHER_PORT').optional(),
  PUSHER_SCHEME: z.enum(['http', 'https'], 'PUSHER_SCHEME must be http or https.').optional(),
  PUSHER_CLUSTER: filled('PUSHER_CLUSTER')
    .regex(/^[a-z0-9-]+$/, 'PUSHER_CLUSTER is a name such as eu or mt1.')
    .optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, `LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}.`).optional(),
  TRUSTED_PROXIES: z
    .string()
    .regex(/^([0-9]|10)$/, 'TRUSTED_PROXIES must be a whole number from 0 to 10.')
    .transform(Number)
    .default(0),
  MAX_CONNECTIONS_PER_ADDRESS: z
    .string()
    .regex(/^[1-9][0-9]{0,5}$/, 'MAX_CONNECTIONS_PER_ADDRESS must be a whole number from 1 to 999999.')
    .transform(Number)
    .default(DEFAULT_CONNECTIONS_PER_ADDRESS),
  METRICS_TOKEN: z
    .string()
    .regex(
      /^[\x21-\x7e]{16,200}$/,
      'METRICS_TOKEN must have 16 to 200 characters: letters, digits and signs of ASCII, no spaces.',
    )
    .optional(),
  BROADCAST_HOLD_SECONDS: whole('BROADCAST_HOLD_SECONDS', 3_600).default(10),
  BROADCASTS_PER_MINUTE: whole('BROADCASTS_PER_MINUTE', BROADCASTS_MAX).default(1),
  BROADCASTS_PER_HOUR: whole('BROADCASTS_PER_HOUR', BROADCASTS_MAX).default(10),
  STATS_PRIVACY: z.enum(STATS_PRIVACY, 'STATS_PRIVACY must be people or aggregate.').default('people'),
});

/**
 * The settings, from an environment and the secrets of this installation (made when they are first needed,
 * after everything else was found good). Throws one `ConfigError` that lists every bad value.
 */
export function parseConfig(
  environment: Readonly<Record<string, string | undefined>>,
  how: { mode: Mode; demo: boolean; loadSecrets: (dataDir: string) => Secrets },
): Config {
  const parsed = schema.safeParse(environment);
  const problems = parsed.success ? [] : parsed.error.issues.map((issue) => issue.message);
  problems.push(...contradictions(environment));
  if (!parsed.success || problems.length > 0) throw new ConfigError([...new Set(problems)]);

  const env = parsed.data;
  const secrets = how.loadSecrets(env.DATA_DIR);
  const authSecret = env.NEXTAUTH_SECRET ?? secrets.nextAuthSecret;
  const pusherSecret = env.PUSHER_SECRET ?? secrets.pusherSecret;
  if (authSecret === pusherSecret) {
    throw new ConfigError([
      'NEXTAUTH_SECRET and PUSHER_SECRET must differ: one must not be able to forge the other.',
    ]);
  }
  if (env.METRICS_TOKEN === authSecret || env.METRICS_TOKEN === pusherSecret) {
    throw new ConfigError([
      'METRICS_TOKEN must be no other secret: it stands in the settings of whoever scrapes.',
    ]);
  }
  return {
    port: env.PORT,
    host: env.HOST ?? (how.demo ? 'localhost' : '0.0.0.0'),
    dataDir: env.DATA_DIR,
    mode: how.mode,
    demo: how.demo,
    publicUrl: env.NEXTAUTH_URL === undefined ? null : new URL(env.NEXTAUTH_URL),
    authSecret,
    logLevel: env.LOG_LEVEL ?? (how.demo ? 'warn' : 'info'),
    realtime: {
      appId: env.PUSHER_APP_ID ?? secrets.pusherAppId,
      key: env.PUSHER_KEY ?? secrets.pusherKey,
      secret: pusherSecret,
      service: serviceOf(env),
    },
    trustedProxies: env.TRUSTED_PROXIES,
    maxConnectionsPerAddress: env.MAX_CONNECTIONS_PER_ADDRESS,
    metricsToken: env.METRICS_TOKEN ?? null,
    sending: {
      holdSeconds: env.BROADCAST_HOLD_SECONDS,
      limits: { perMinute: env.BROADCASTS_PER_MINUTE, perHour: env.BROADCASTS_PER_HOUR },
    },
    statsPrivacy: env.STATS_PRIVACY,
  };
}

/** What no single field can see. Another service cannot know the secrets that were made here, so it needs its own. */
function contradictions(env: Readonly<Record<string, string | undefined>>): string[] {
  const problems: string[] = [];
  const elsewhere = env.PUSHER_HOST !== undefined || env.PUSHER_CLUSTER !== undefined;
  if (env.PUSHER_HOST !== undefined && env.PUSHER_CLUSTER !== undefined) {
    problems.push('Set PUSHER_HOST or PUSHER_CLUSTER, not both.');
  }
  for (const name of ['PUSHER_APP_ID', 'PUSHER_KEY', 'PUSHER_SECRET'] as const) {
    if (elsewhere && env[name] === undefined)
      problems.push(`${name} is needed with another Pusher-protocol service.`);
  }
  for (const name of ['PUSHER_PORT', 'PUSHER_SCHEME'] as const) {
    if (env.PUSHER_HOST === undefined && env[name] !== undefined)
      problems.push(`${name} is only used together with PUSHER_HOST.`);
  }
  if (env.PUSHER_SCHEME === 'http' && env.NEXTAUTH_URL?.startsWith('https:')) {
    problems.push(
      'PUSHER_SCHEME must be https when NEXTAUTH_URL is: browsers refuse the other from such a page.',
    );
  }
  return problems;
}

function serviceOf(env: z.infer<typeof schema>): RealtimeConfig['service'] {
  if (env.PUSHER_CLUSTER !== undefined)
    return { host: null, port: null, secure: true, cluster: env.PUSHER_CLUSTER };
  if (env.PUSHER_HOST === undefined) return null;
  const secure = env.PUSHER_SCHEME !== 'http';
  return { host: env.PUSHER_HOST, port: env.PUSHER_PORT ?? (secure ? 443 : 80), secure, cluster: null };
}
