import { malformedMessage } from './malformed';
import type { Random } from './random';
import { signedCall } from './signed-call';

/** Bytes of one HTTP request to the API as no SDK should send it; often signed rightly, so that it is read to its end. */
export function malformedCall(random: Random): Buffer {
  const body = random.chance(8) ? random.bytes(random.below(400)) : Buffer.from(bodyOf(random));
  const path = random
    .pick(PATHS)
    .replace('*', () => random.pick(NAMES))
    .replace('1', () => (random.chance(12) ? random.pick(NAMES) : '1'));
  const usual = /events|terminate/.test(path) ? 'POST' : 'GET';
  const method = random.chance(8) ? random.pick(['HEAD', 'OPTIONS', 'DELETE', 'GET', 'POST']) : usual;
  const url = random.chance(4) ? `${path}?${queryOf(random)}` : signedUrl(random, method, path, body);
  const lines = [
    `${method} ${random.chance(15) ? mutatedUrl(random, url) : url} HTTP/1.1`,
    'Host: x',
    'Connection: close',
  ];
  if (random.chance(3)) lines.push(random.pick(HEADERS));
  if (random.chance(4)) return chunked(random, lines, body);
  const length = random.chance(10) ? random.below(2_000) : body.length;
  return Buffer.concat([
    Buffer.from(`${lines.join('\r\n')}\r\nContent-Length: ${length}\r\n\r\n`, 'latin1'),
    body,
  ]);
}

/** Bytes of one upgrade as no client should ask for it; now and then it is right. */
export function malformedUpgrade(random: Random): Buffer {
  const path = random.pick([
    '/app/app-key',
    '/app/app-key',
    '/app/app-key',
    '/app/app-key',
    '/app/app-key',
    '/app/unknown',
    '/app/',
    '/app/a/b',
    '//app/app-key',
    '/apps/1/events',
    '*',
    'http://x/app/app-key',
  ]);
  const lines = [
    `${random.chance(10) ? random.pick(['POST', 'HEAD', 'CONNECT']) : 'GET'} ${path}?${random.chance(3) ? queryOf(random) : 'protocol=7'} HTTP/1.${random.chance(10) ? 0 : 1}`,
    'Host: x',
    random.chance(10) ? 'Connection: close' : 'Connection: Upgrade',
    `Upgrade: ${random.chance(8) ? random.pick(['h2c', 'WEBSOCKET', 'websocket, foo', '']) : 'websocket'}`,
    `Sec-WebSocket-Version: ${random.chance(8) ? random.pick(['12', '14', 'x', '', '13, 8']) : '13'}`,
    `Sec-WebSocket-Key: ${random.chance(8) ? random.pick(['', 'short', 'x'.repeat(5_000), '=']) : 'AAAAAAAAAAAAAAAAAAAAAA=='}`,
  ];
  if (random.chance(3)) {
    lines.push(
      random.pick([
        'Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=99',
        `Sec-WebSocket-Extensions: ${'a;b=c,'.repeat(300)}`,
        'Sec-WebSocket-Protocol: a, a',
        'Sec-WebSocket-Protocol: ,',
        'Origin: null',
        'Content-Length: 5',
        'Transfer-Encoding: chunked',
        `X-Long: ${'y'.repeat(20_000)}`,
      ]),
    );
  }
  // What comes along with the handshake is already the first frame.
  return Buffer.concat([
    Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'),
    random.bytes(random.chance(3) ? random.below(60) : 0),
  ]);
}

const PATHS = [
  '/apps/1/events',
  '/apps/1/events',
  '/apps/1/batch_events',
  '/apps/1/batch_events',
  '/apps/1/channels',
  '/apps/1/channels/*',
  '/apps/1/channels/*/users',
  '/apps/1/users/*/terminate_connections',
  '/apps/1/*',
  '/apps/',
] as const;
const NAMES = [
  'private-a',
  'presence-a',
  '%00',
  '%ff',
  '__proto__',
  '..',
  '%2e%2e',
  '',
  '%',
  'a%2Fb',
  '%F0%9F%A6%89',
  '\u00ff',
  'x'.repeat(300),
] as const;
const HEADERS = [
  'Expect: 100-continue',
  'Expect: nonsense',
  'Content-Type: application/x-www-form-urlencoded; charset=utf-16',
  'Content-Encoding: gzip',
  'Transfer-Encoding: gzip, chunked',
  'Content-Length: -1',
  'Authorization: Bearer %E0%A4%A',
  'X-Bad: \u0000',
  ' folded: yes',
  `X-Long: ${'y'.repeat(20_000)}`,
  'Upgrade: h2c',
] as const;

function bodyOf(random: Random): string {
  if (random.chance(3)) return malformedMessage(random);
  const event: Record<string, unknown> = { name: 'n', channel: 'fuzz', data: '{}' };
  if (random.chance(15)) event.data = 'y'.repeat(11_000);
  for (let wrong = random.below(3); wrong > 0; wrong--) {
    event[random.pick(['name', 'channel', 'channels', 'data', 'socket_id', 'info'])] = fieldOf(random);
  }
  return JSON.stringify(
    random.chance(2)
      ? event
      : { batch: random.chance(5) ? event : Array.from({ length: random.below(13) }, () => event) },
  );
}

function fieldOf(random: Random): unknown {
  return random.pick<unknown>([
    'fuzz',
    ['fuzz'],
    'private-a',
    ['a', 'a', 'b'],
    '',
    null,
    7,
    {},
    [],
    [null],
    'client-x',
    'pusher:x',
    '1.1',
    'x',
    '\ud800',
    'y'.repeat(11_000),
    Array(101).fill('a'),
    '#server-to-user-1',
  ]);
}

function signedUrl(random: Random, method: string, path: string, body: Buffer): string {
  const query = random.chance(3)
    ? {
        [random.pick(['info', 'filter_by_prefix', 'auth_timestamp', 'auth_version', '__proto__', 'a[]'])]:
          random.pick(['user_count', 'presence-', '1e9', '', '+1', 'x&y=z']),
      }
    : {};
  // A path that cannot be decoded cannot be signed by the usual means; it is refused for itself.
  const signable = /%(?![0-9a-f]{2})|%ff/i.test(path) ? '/apps/1/events' : path;
  const { url } = signedCall({ method, path: signable, body: body.toString(), query });
  return url.replace(signable, path);
}

function queryOf(random: Random): string {
  return Array.from({ length: random.below(6) }, () => {
    const name = random.pick([
      'protocol',
      'auth_key',
      'auth_signature',
      'auth_timestamp',
      'AUTH_KEY',
      'a[]',
      '',
      '%',
      '__proto__',
    ]);
    return `${name}${random.pick(['=', '', '=='])}${random.pick(['7', '5', 'app-key', '%ff', '%zz', '+', 'x'.repeat(500), '1e9', '-1'])}`;
  }).join(random.pick(['&', '&&', ';']));
}

function mutatedUrl(random: Random, url: string): string {
  const at = random.below(url.length);
  return (
    url.slice(0, at) +
    random.pick(['%', '\u00e9', '#', '?', '/../', '\t', '%00', '%u0041', '\\']) +
    url.slice(at + random.below(3))
  );
}

function chunked(random: Random, lines: readonly string[], body: Buffer): Buffer {
  const size = random.chance(5) ? random.pick(['zz', '-1', 'fffffffff', '']) : body.length.toString(16);
  const end = random.chance(4) ? '' : '\r\n0\r\n\r\n';
  const head = `${lines.join('\r\n')}\r\nTransfer-Encoding: chunked\r\n\r\n${size}\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), body, Buffer.from(end)]);
}
