import type { Random } from './random';

/**
 * One raw WebSocket frame as no client should send it: any opcode, reserved bits, no mask, lengths that lie,
 * control frames too long or in pieces, close codes of every kind, text that is not UTF-8. Now and then it is
 * right, so that what follows is read too.
 */
export function rawFrame(random: Random): Buffer {
  const opcode = random.pick([0, 1, 1, 1, 2, 8, 9, 9, 10, 10, 3, 7, 11, 15]);
  const isFinal = !random.chance(4);
  const reserved = random.chance(6) ? random.below(8) << 4 : 0;
  const payload = payloadOf(random, opcode);
  const isMasked = !random.chance(10);
  const length = random.chance(8) ? random.below(2 ** 31) : payload.length;
  const first = (isFinal ? 0x80 : 0) | reserved | opcode;
  const mask = random.bytes(4);
  const body = isMasked ? payload.map((byte, at) => byte ^ (mask[at % 4] ?? 0)) : payload;
  return Buffer.concat([
    Buffer.from([first]),
    lengthBytes(random, length, isMasked),
    isMasked ? mask : Buffer.alloc(0),
    body,
  ]);
}

/** One message as no client should send it: wrong types everywhere, or a right one with a letter changed. */
export function malformedMessage(random: Random): string {
  if (random.chance(3)) return mutated(random, JSON.stringify(sensible(random)));
  const message: Record<string, unknown> = {};
  for (const key of ['event', 'channel', 'data', 'auth', 'user_id', '__proto__']) {
    if (!random.chance(3))
      message[key] = key === 'event' && random.chance(2) ? eventOf(random) : value(random, 3);
  }
  return random.chance(10) ? '['.repeat(random.below(12_000)) : JSON.stringify(message);
}

function payloadOf(random: Random, opcode: number): Buffer {
  if (opcode === 8) {
    const code = Buffer.alloc(2);
    code.writeUInt16BE(random.below(65_536));
    return Buffer.concat([code.subarray(0, random.below(3)), random.bytes(random.below(130))]);
  }
  if (opcode >= 8) return random.bytes(random.below(140));
  if (random.chance(3)) return random.bytes(random.below(300));
  return Buffer.from(random.chance(20) ? 'x'.repeat(20_000) : malformedMessage(random));
}

function lengthBytes(random: Random, length: number, isMasked: boolean): Buffer {
  const mask = isMasked ? 0x80 : 0;
  const width = random.chance(5) ? random.pick([7, 16, 64]) : length < 126 ? 7 : length < 65_536 ? 16 : 64;
  if (width === 7) return Buffer.from([mask | (length & 0x7f)]);
  if (width === 16) return Buffer.from([mask | 126, (length >> 8) & 0xff, length & 0xff]);
  const bytes = Buffer.alloc(9);
  bytes[0] = mask | 127;
  bytes.writeBigUInt64BE(BigInt(length), 1);
  return bytes;
}

const EVENTS = [
  'pusher:ping',
  'pusher:pong',
  'pusher:subscribe',
  'pusher:unsubscribe',
  'pusher_internal:member_added',
  'client-x',
  '',
] as const satisfies readonly [string, ...string[]];

/** Rarely a sign-in: a refused one closes, and what follows it is not read. */
function eventOf(random: Random): string {
  return random.chance(60) ? 'pusher:signin' : random.pick(EVENTS);
}

const CHANNELS = [
  'fuzz',
  'private-a',
  'presence-a',
  'cache-a',
  '#server-to-user-1',
  'private-cache-a',
  '__proto__',
] as const;

function sensible(random: Random): object {
  const channel = random.pick(CHANNELS);
  const data = { channel, auth: 'app-key:00', channel_data: '{"user_id":"1"}', user_data: '{"id":"1"}' };
  return { event: eventOf(random), channel, data: random.chance(2) ? data : JSON.stringify(data) };
}

function mutated(random: Random, text: string): string {
  const at = random.below(text.length);
  const inserted = random.pick(['', '"', '}', '\\', '\u0000', '\ud800', '[', ',', '🦉', '1e999']);
  return text.slice(0, at) + inserted + text.slice(at + random.below(3));
}

function value(random: Random, depth: number): unknown {
  const plain = random.pick([
    null,
    true,
    0,
    -1.5,
    1e308,
    '',
    'fuzz',
    'private-a',
    '{"user_id":{}}',
    '\ud800',
    '{',
  ]);
  if (depth === 0 || random.chance(2)) return random.chance(200) ? 'y'.repeat(6_000) : plain;
  const inner = Array.from({ length: random.below(4) }, () => value(random, depth - 1));
  if (random.chance(2)) return inner;
  return Object.fromEntries(
    inner.map((item) => [random.pick(['channel', 'auth', 'channel_data', 'user_data', 'id']), item]),
  );
}
