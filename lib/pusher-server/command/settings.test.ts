import { expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../protocol/limits';
import { SELF_SIGNED } from '../testing/self-signed';
import { helpText } from './help';
import { readSettings, type Settings } from './settings';

const FILES: Readonly<Record<string, string>> = {
  'apps.json': JSON.stringify([
    { id: '1', key: 'a', secret: 'first secret' },
    { id: '2', key: 'b', secret: 'second secret' },
  ]),
  'twins.json': '[{"id": "1", "key": "a", "secret": "x"}, {"id": "1", "key": "b", "secret": "x"}]',
  'typo.json': '[{"id": "1", "key": "a", "secert": "hidden"}]',
  'numbers.json': '[{"id": 1, "key": "a", "secret": "hidden"}]',
  'object.json': '{"id": "1"}',
  'text.json': 'my secret is hidden',
  'cert.pem': SELF_SIGNED.cert,
  'key.pem': SELF_SIGNED.key,
  'other.pem': 'a key that is hidden',
  'empty.pem': '\n',
};

function read(argv: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const readFile = (path: string) => {
    const text = FILES[path];
    if (text === undefined) throw new Error(`ENOENT: no such file, open '${path}'`);
    return text;
  };
  return readSettings({ argv, environment, readFile });
}

function settings(argv: readonly string[], environment: Readonly<Record<string, string>> = {}): Settings {
  const asked = read(argv, environment);
  if (asked.kind !== 'run') throw new Error(JSON.stringify(asked));
  return asked.settings;
}

function problems(argv: readonly string[], environment: Readonly<Record<string, string>> = {}): string {
  const asked = read(argv, environment);
  return asked.kind === 'refused' ? asked.problems.join('\n') : '';
}

test('without flags and variables it is a local server with an application of its own', () => {
  expect(settings([])).toEqual({
    host: '127.0.0.1',
    port: 6001,
    apps: null,
    allowedOrigins: 'any',
    clientEvents: true,
    subscriptionCounts: false,
    publicChannels: true,
    refuseReplays: true,
    webhookUrls: [],
    activityTimeoutSeconds: undefined,
    subscribeWithinSeconds: undefined,
    limits: {},
    trustedProxies: 0,
    drainSeconds: 5,
    tls: null,
    log: 'json',
    logLevel: 'info',
    metricsToken: null,
  });
});

test('every flag is understood', () => {
  const flags =
    '--host 0.0.0.0 --port=0 --app-id 1 --key a --secret s --allowed-origin https://a.example ' +
    '--allowed-origin http://localhost:3000 --no-client-events --subscription-counts --no-public-channels --no-refuse-replays ' +
    '--webhook https://w.example/x --activity-timeout 60 --subscribe-within 15 --limit maxConnections=5 ' +
    '--limit maxUnsentBytes=Infinity --trusted-proxies 2 --drain-seconds 0 --tls-cert cert.pem ' +
    '--tls-key key.pem --log text --log-level warn --metrics-token of-sixteen-signs';
  expect(settings(flags.split(' '))).toEqual({
    host: '0.0.0.0',
    port: 0,
    apps: [{ id: '1', key: 'a', secret: 's' }],
    allowedOrigins: ['https://a.example', 'http://localhost:3000'],
    clientEvents: false,
    subscriptionCounts: true,
    publicChannels: false,
    refuseReplays: false,
    webhookUrls: ['https://w.example/x'],
    activityTimeoutSeconds: 60,
    subscribeWithinSeconds: 15,
    limits: { maxConnections: 5, maxUnsentBytes: Number.POSITIVE_INFINITY },
    trustedProxies: 2,
    drainSeconds: 0,
    tls: SELF_SIGNED,
    log: 'text',
    logLevel: 'warn',
    metricsToken: 'of-sixteen-signs',
  });
});

test('every limit there is can be set', () => {
  const limits = Object.fromEntries(Object.keys(DEFAULT_LIMITS).map((name, index) => [name, index + 1]));
  const flags = Object.entries(limits).map(([name, value]) => `--limit=${name}=${value}`);
  expect(settings(flags).limits).toEqual(limits);
});

test('the variables are those of the application, and a flag goes before its variable', () => {
  const variables = {
    HOST: '::1',
    PORT: '7000',
    PUSHER_APP_ID: '1',
    PUSHER_KEY: 'a',
    PUSHER_SECRET: 's',
    TRUSTED_PROXIES: '1',
    LOG_LEVEL: 'error',
    METRICS_TOKEN: 'of-sixteen-signs',
  };
  const apps = [{ id: '1', key: 'a', secret: 's' }];
  const inherited = {
    host: '::1',
    port: 7000,
    apps,
    trustedProxies: 1,
    logLevel: 'error',
    metricsToken: 'of-sixteen-signs',
  };
  expect(settings([], variables)).toMatchObject(inherited);
  expect(settings(['--port', '8000', '--key', 'b', '--log-level', 'info'], variables)).toMatchObject({
    ...inherited,
    port: 8000,
    apps: [{ id: '1', key: 'b', secret: 's' }],
    logLevel: 'info',
  });
});

test('of a flag that is given twice the last one counts', () => {
  expect(settings(['--port', '1', '--port', '2', '--no-client-events', '--client-events'])).toMatchObject({
    port: 2,
    clientEvents: true,
  });
});

test('a file holds several applications, and goes before the variables', () => {
  const one = { PUSHER_APP_ID: '9', PUSHER_KEY: 'z', PUSHER_SECRET: 's' };
  expect(settings(['--apps', 'apps.json'], one).apps?.map(({ id }) => id)).toEqual(['1', '2']);
  expect(problems(['--apps', 'apps.json', '--key', 'z'])).toContain('--apps or one application');
});

test('everything that is wrong is told at once, each with the name it was given by', () => {
  const argv = ['--port', 'http', '--log', 'xml', '--drain-seconds', '-1', '--bogus', 'more'];
  const told = problems([...argv, '--webhook', 'ftp://a', '--limit', 'x=1'], { TRUSTED_PROXIES: 'two' });
  expect(told.split('\n')).toHaveLength(8);
  expect(told).toContain('--port must be a whole number from 0 to 65535, not "http".');
  expect(told).toContain('--log must be one of json, text, not "xml".');
  expect(told).toContain('--drain-seconds needs a value.');
  expect(told).toContain('There is no flag "--bogus".');
  expect(told).toContain('"more" is no flag.');
  expect(told).toContain('--webhook must be');
  expect(told).toContain('--limit "x=1" names no limit');
  expect(told).toContain('TRUSTED_PROXIES must be a whole number from 0 to 10, not "two".');
});

test.each([
  [['--host'], '--host needs a value.'],
  [['--host', '--port', '1'], '--host needs a value.'],
  [['--host='], '--host is given but empty.'],
  [['-p', '1'], 'There is no flag "-p".'],
  [['--no-host'], 'There is no flag "--no-host".'],
  [['--client-events=yes'], '--client-events takes no value.'],
  [['--port', '65536'], 'from 0 to 65535'],
  [['--port', '1.5'], 'from 0 to 65535'],
  [['--activity-timeout', '0'], 'from 1 to 86400'],
  [['--subscribe-within', '0'], 'from 1 to 86400'],
  [['--allowed-origin', 'https://a.example/'], 'like https://example.org, not "https://a.example/"'],
  [['--allowed-origin', 'null'], '--allowed-origin must be'],
  [['--limit', 'maxConnections'], 'names no limit'],
  [['--limit', 'toString=1'], 'names no limit'],
  [['--limit', 'maxConnections=0'], 'above zero'],
  [['--limit', 'maxConnections=NaN'], 'above zero'],
  [['--limit', 'maxConnections=1e3'], 'above zero'],
  [['--limit', 'maxUsedSignatures=16777216'], '--limit maxUsedSignatures must be at most 16777215.'],
  [['--limit', 'maxUsedSignatures=Infinity'], '--limit maxUsedSignatures must be at most 16777215.'],
  [['--key', 'a'], 'missing: app-id, secret'],
  [['--app-id', 'a b', '--key', 'a', '--secret', 's'], 'An application id or key'],
  [['--metrics-token', 'hidden'], '--metrics-token must have 16 to 200'],
  [['--metrics-token', 'hidden with spaces in it'], '--metrics-token must have 16 to 200'],
  [
    ['--app-id', '1', '--key', 'a', '--secret', 'hidden-of-sixteen', '--metrics-token', 'hidden-of-sixteen'],
    '--metrics-token must not be the secret of an application.',
  ],
  [['--tls-cert', 'key.pem', '--tls-key', 'cert.pem'], 'no PEM certificate and key that belong together'],
  [['--tls-cert', 'cert.pem', '--tls-key', 'other.pem'], 'no PEM certificate and key that belong together'],
  [['--tls-cert', 'cert.pem'], 'only used together'],
  [['--tls-cert', 'cert.pem', '--tls-key', 'no.pem'], '--tls-key no.pem: ENOENT'],
  [['--tls-cert', 'empty.pem', '--tls-key', 'key.pem'], '--tls-cert empty.pem: the file is empty'],
  [['--tls-cert', 'cert.pem', '--tls-key', 'empty.pem'], '--tls-key empty.pem: the file is empty'],
  [['--webhook', 'https://name:hidden@a.example/'], '--webhook takes no name and password'],
  [['--apps', 'no.json'], '--apps no.json: ENOENT'],
  [['--apps', 'twins.json'], 'share an id'],
  [['--apps', 'object.json'], 'must be a list'],
  [['--apps', 'numbers.json'], 'the id of application 1 must be a text'],
  [['--apps', 'typo.json'], 'application 1 has an unknown field "secert"'],
  [['--apps', 'text.json'], 'it is not JSON'],
])('%j is refused', (argv, sentence) => {
  const told = problems(argv);
  expect(told).toContain(sentence);
  expect(told).not.toContain('hidden');
});

test('a variable that is set but empty is a mistake, not a wish for the default', () => {
  expect(problems([], { PORT: '' })).toBe('PORT is given but empty.');
});

test('a secret is never repeated, and a long value only in part', () => {
  const secret = 'the-secret-itself';
  expect(problems(['--secret', secret, '--port', 'x'])).not.toContain(secret);
  expect(problems(['--port', 'x'.repeat(1_000)]).length).toBeLessThan(200);
});

test('help and version go before whatever else was asked', () => {
  expect(read(['--port', 'x', '--help']).kind).toBe('help');
  expect(read(['--version', '--bogus']).kind).toBe('version');
  expect(helpText()).toContain('--[no-]client-events');
  expect(
    Math.max(
      ...helpText()
        .split('\n')
        .map((line) => line.length),
    ),
  ).toBeLessThan(130);
});
