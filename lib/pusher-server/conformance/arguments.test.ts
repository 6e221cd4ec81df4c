import { expect, test } from 'vitest';
import { ArgumentError, parseArguments } from './arguments';

const WHOLE = ['--host', 'h', '--port', '6001', '--app-id', 'a', '--key', 'k', '--secret', 's'];

test('a server is named by arguments, and they go before the environment', () => {
  const environment = { PUSHER_HOST: 'other', PUSHER_KEY: 'other' };
  expect(parseArguments([...WHOLE, '--tls', '--timeout', '500'], environment)).toEqual({
    target: { host: 'h', port: 6001, tls: true, appId: 'a', key: 'k', secret: 's' },
    only: null,
    skip: [],
    webhookPort: null,
    format: 'lines',
    timeoutMs: 500,
  });
});

test('a server is named by the environment', () => {
  const environment = {
    PUSHER_HOST: '::1',
    PUSHER_PORT: '80',
    PUSHER_APP_ID: 'a',
    PUSHER_KEY: 'k',
    PUSHER_SECRET: 's',
  };
  expect(parseArguments([], environment)).toMatchObject({
    target: { host: '::1', port: 80, tls: false, appId: 'a', key: 'k', secret: 's' },
  });
});

test('without a host our own server is meant, whatever else the environment holds', () => {
  expect(parseArguments([], { PUSHER_KEY: 'k', PUSHER_SECRET: 's' })).toMatchObject({ target: null });
});

test('features to skip are separated by commas, or given one by one', () => {
  const settings = parseArguments(['--skip', 'webhooks, sign-in', '--skip', 'heartbeat'], {});
  expect(settings).toMatchObject({ skip: ['webhooks', 'sign-in', 'heartbeat'] });
});

test('help goes before everything', () => {
  expect(parseArguments(['--help', '--port', 'x'], {})).toBe('help');
});

test.each([
  [['--nonsense'], '--nonsense'],
  [['stray'], 'stray'],
  [['--host'], '--host'],
  [['--port', '6001'], '--port'],
  [['--webhook-port', '6002'], '--webhook-port'],
  [['--host', 'h'], '--port (or PUSHER_PORT)'],
  [['--host', 'h', '--port', '1'], '--app-id (or PUSHER_APP_ID)'],
  [['--host', 'h', '--port', '1', '--app-id', 'a'], '--key (or PUSHER_KEY)'],
  [['--host', 'h', '--port', '1', '--app-id', 'a', '--key', 'k'], '--secret (or PUSHER_SECRET)'],
  [[...WHOLE, '--port', '0'], '--port'],
  [[...WHOLE, '--port', '65536'], '--port'],
  [[...WHOLE, '--port', '6001x'], '--port'],
  [[...WHOLE, '--webhook-port', 'x'], '--webhook-port'],
  [['--timeout', '1e3'], '--timeout'],
  [['--timeout', '99'], '--timeout'],
  [['--skip', 'webhook'], '"webhook"'],
])('%j is refused with a sentence that names it', (given, named) => {
  expect(() => parseArguments(given, {})).toThrow(ArgumentError);
  expect(() => parseArguments(given, {})).toThrow(named);
});
