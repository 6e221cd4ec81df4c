import { expect, test } from 'vitest';
import { ConfigError, parseConfig, type Secrets } from './env';

const secrets: Secrets = {
  nextAuthSecret: 'n'.repeat(43),
  pusherAppId: '123456',
  pusherKey: 'made-key',
  pusherSecret: 'p'.repeat(40),
};
const parse = (env: Record<string, string>, demo = false) =>
  parseConfig(env, { mode: 'production', demo, loadSecrets: () => secrets });

const problemsOf = (env: Record<string, string>): readonly string[] => {
  try {
    parse(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
};

test('nothing has to be set', () => {
  const config = parse({});
  expect(config).toMatchObject({
    port: 3000,
    host: '0.0.0.0',
    dataDir: './data',
    publicUrl: null,
    trustedProxies: 0,
    maxConnectionsPerAddress: 5_000,
    metricsToken: null,
    sending: { holdSeconds: 10, limits: { perMinute: 1, perHour: 10 } },
    statsPrivacy: 'people',
  });
  expect(config.realtime).toEqual({
    appId: '123456',
    key: 'made-key',
    secret: 'p'.repeat(40),
    service: null,
  });
  expect(config.authSecret).toBe(secrets.nextAuthSecret);
});

test('the demo listens on this machine only and speaks up only when something is wrong', () => {
  expect(parse({}, true)).toMatchObject({ host: 'localhost', logLevel: 'warn' });
  expect(parse({}, false)).toMatchObject({ host: '0.0.0.0', logLevel: 'info' });
});

test('the environment overrides what was made', () => {
  const config = parse({
    PUSHER_KEY: 'mine',
    PUSHER_SECRET: 's'.repeat(20),
    NEXTAUTH_SECRET: 'x'.repeat(32),
  });
  expect(config.realtime.key).toBe('mine');
  expect(config.realtime.secret).toBe('s'.repeat(20));
  expect(config.authSecret).toBe('x'.repeat(32));
});

test('the hold and the limits of sending are set one by one, and 0 is a value', () => {
  const { sending } = parse({ BROADCAST_HOLD_SECONDS: '0', BROADCASTS_PER_MINUTE: '0' });
  expect(sending).toEqual({ holdSeconds: 0, limits: { perMinute: 0, perHour: 10 } });
  for (const [name, value] of [
    ['BROADCAST_HOLD_SECONDS', '3601'],
    ['BROADCAST_HOLD_SECONDS', '-1'],
    ['BROADCASTS_PER_MINUTE', '101'],
    ['BROADCASTS_PER_HOUR', '1.5'],
    ['BROADCASTS_PER_HOUR', ''],
  ] as const) {
    expect(problemsOf({ [name]: value })).toEqual([
      expect.stringMatching(new RegExp(`^${name} must be a whole number from 0 to [0-9]+\\.$`)),
    ]);
  }
});

test('every bad value is reported, together, by its name', () => {
  const problems = problemsOf({
    PORT: 'eighty',
    NEXTAUTH_URL: 'javascript:alert(1)',
    NEXTAUTH_SECRET: 'short',
    LOG_LEVEL: 'loud',
    TRUSTED_PROXIES: '-1',
    MAX_CONNECTIONS_PER_ADDRESS: '0',
    METRICS_TOKEN: 'too short',
    STATS_PRIVACY: 'names',
    PUSHER_PORT: '70000',
    PUSHER_SCHEME: 'ftp',
    DATA_DIR: '  ',
  });
  for (const name of [
    'PORT',
    'NEXTAUTH_URL',
    'NEXTAUTH_SECRET',
    'LOG_LEVEL',
    'TRUSTED_PROXIES',
    'MAX_CONNECTIONS_PER_ADDRESS',
    'METRICS_TOKEN',
    'STATS_PRIVACY',
    'PUSHER_PORT',
    'PUSHER_SCHEME',
    'DATA_DIR',
  ]) {
    expect(
      problems.some((problem) => problem.startsWith(name)),
      `${name} in ${problems.join(' | ')}`,
    ).toBe(true);
  }
});

test('bad settings are refused before any secret is made', () => {
  let asked = false;
  const loadSecrets = () => {
    asked = true;
    return secrets;
  };
  expect(() => parseConfig({ PORT: '-1' }, { mode: 'production', demo: false, loadSecrets })).toThrow(
    ConfigError,
  );
  expect(asked).toBe(false);
  parseConfig({}, { mode: 'production', demo: false, loadSecrets });
  expect(asked).toBe(true);
});

test('another service needs its own id, key and secret', () => {
  expect(problemsOf({ PUSHER_HOST: 'sockets.example.org' })).toHaveLength(3);
  const mine = { PUSHER_APP_ID: '1', PUSHER_KEY: 'k', PUSHER_SECRET: 's'.repeat(16) };
  expect(parse({ ...mine, PUSHER_HOST: 'sockets.example.org' }).realtime.service).toEqual({
    host: 'sockets.example.org',
    port: 443,
    secure: true,
    cluster: null,
  });
  expect(
    parse({ ...mine, PUSHER_HOST: 'h', PUSHER_SCHEME: 'http', PUSHER_PORT: '6001' }).realtime.service,
  ).toEqual({
    host: 'h',
    port: 6001,
    secure: false,
    cluster: null,
  });
  expect(parse({ ...mine, PUSHER_CLUSTER: 'eu' }).realtime.service).toMatchObject({
    cluster: 'eu',
    host: null,
  });
});

test('settings that contradict each other are refused', () => {
  const mine = { PUSHER_APP_ID: '1', PUSHER_KEY: 'k', PUSHER_SECRET: 's'.repeat(16) };
  expect(problemsOf({ ...mine, PUSHER_HOST: 'h', PUSHER_CLUSTER: 'eu' })).toEqual([
    'Set PUSHER_HOST or PUSHER_CLUSTER, not both.',
  ]);
  expect(problemsOf({ PUSHER_PORT: '6001' })).toEqual([
    'PUSHER_PORT is only used together with PUSHER_HOST.',
  ]);
});

test('the host of another service is one that a page can be allowed to connect to', () => {
  const mine = { PUSHER_APP_ID: '1', PUSHER_KEY: 'k', PUSHER_SECRET: 's'.repeat(16) };
  for (const host of ['localhost', '127.0.0.1', 'sockets-1.example.org', 'X']) {
    expect(problemsOf({ ...mine, PUSHER_HOST: host }), host).toEqual([]);
  }
  for (const host of [
    'https://h.example',
    'h.example:6001',
    '::1',
    '[::1]',
    'h; script-src *',
    'a b',
    '-a',
    '*',
  ]) {
    expect(problemsOf({ ...mine, PUSHER_HOST: host }), host).toEqual([
      'PUSHER_HOST must be a name or an IPv4 address, without a scheme or a port.',
    ]);
  }
});

test('pages over TLS need a service over TLS', () => {
  const mine = { PUSHER_APP_ID: '1', PUSHER_KEY: 'k', PUSHER_SECRET: 's'.repeat(16), PUSHER_HOST: 'h' };
  const over = (url: string, scheme: string) =>
    problemsOf({ ...mine, NEXTAUTH_URL: url, PUSHER_SCHEME: scheme });
  expect(over('https://notices.example.org', 'https')).toEqual([]);
  expect(over('http://notices.example.org', 'http')).toEqual([]);
  expect(over('https://notices.example.org', 'http')).toEqual([
    'PUSHER_SCHEME must be https when NEXTAUTH_URL is: browsers refuse the other from such a page.',
  ]);
});

test('one secret may not stand for the other', () => {
  const same = 's'.repeat(40);
  expect(problemsOf({ NEXTAUTH_SECRET: same, PUSHER_SECRET: same })).toHaveLength(1);
});

test('an empty PORT is not port 0', () => {
  expect(problemsOf({ PORT: '' })).not.toEqual([]);
});

test('the message is a list that a person can read', () => {
  expect(() => parse({ PORT: 'x', LOG_LEVEL: 'y' })).toThrow(
    /cannot start with these settings:\n {2}- PORT .*\n {2}- LOG_LEVEL /s,
  );
});

test('the token for metrics can be sent in a header, and is no other secret', () => {
  expect(parse({ METRICS_TOKEN: 'sixteen-letters!' }).metricsToken).toBe('sixteen-letters!');
  for (const token of [
    '',
    'fifteen-letters',
    'x'.repeat(201),
    'with a space inside',
    'größer-als-sechzehn',
  ]) {
    expect(problemsOf({ METRICS_TOKEN: token }), token).toEqual([
      expect.stringMatching(/^METRICS_TOKEN must/),
    ]);
  }
  for (const secret of [secrets.nextAuthSecret, secrets.pusherSecret]) {
    expect(problemsOf({ METRICS_TOKEN: secret })).toEqual([expect.stringMatching(/no other secret/)]);
  }
});
