import { casesOf } from '../case';
import { mustBe, mustHold } from '../mismatch';
import type { Visit } from '../visit';
import { closePayload, OPCODE } from '../wire/frames';
import type { RawClient } from '../wire/raw-client';

const PING = Buffer.from('{"event":"pusher:ping","data":{}}');
const NOT_UTF8 = Buffer.concat([Buffer.from('{"event":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]);

/** Frames that break RFC 6455, and the code their sender's connection is closed with. */
const BROKEN: readonly (readonly [string, string, number, (raw: RawClient) => void])[] = [
  ['not-utf8', 'text that is not UTF-8', 1007, (raw) => raw.frame({ payload: NOT_UTF8 })],
  [
    'surrogate',
    'text with a surrogate in it',
    1007,
    (raw) => raw.frame({ payload: Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]) }),
  ],
  [
    'overlong',
    'text with an overlong encoding in it',
    1007,
    (raw) => raw.frame({ payload: Buffer.from([0x22, 0xc0, 0xaf, 0x22]) }),
  ],
  [
    'fragments-not-utf8',
    'fragments that together are not UTF-8',
    1007,
    (raw) => {
      raw.frame({ final: false, payload: NOT_UTF8.subarray(0, 11) });
      raw.frame({ opcode: OPCODE.continuation, payload: NOT_UTF8.subarray(11) });
    },
  ],
  ['unmasked', 'an unmasked frame', 1002, (raw) => raw.frame({ payload: PING, masked: false })],
  [
    'reserved-1',
    'a frame with the first reserved bit set',
    1002,
    (raw) => raw.frame({ payload: PING, reserved: 4 }),
  ],
  [
    'reserved-2',
    'a frame with the second reserved bit set',
    1002,
    (raw) => raw.frame({ payload: PING, reserved: 2 }),
  ],
  [
    'reserved-3',
    'a frame with the third reserved bit set',
    1002,
    (raw) => raw.frame({ payload: PING, reserved: 1 }),
  ],
  ['opcode-3', 'a data frame of an unknown kind', 1002, (raw) => raw.frame({ opcode: 3, payload: PING })],
  ['opcode-11', 'a control frame of an unknown kind', 1002, (raw) => raw.frame({ opcode: 11 })],
  [
    'lone-continuation',
    'a continuation of nothing',
    1002,
    (raw) => raw.frame({ opcode: OPCODE.continuation, payload: PING }),
  ],
  [
    'text-in-fragments',
    'a new message before the last was finished',
    1002,
    (raw) => {
      raw.frame({ final: false, payload: PING.subarray(0, 5) });
      raw.frame({ payload: PING });
    },
  ],
  ['fragmented-ping', 'a ping in fragments', 1002, (raw) => raw.frame({ opcode: OPCODE.ping, final: false })],
  [
    'long-ping',
    'a ping of 126 bytes',
    1002,
    (raw) => raw.frame({ opcode: OPCODE.ping, payload: Buffer.alloc(126) }),
  ],
  [
    'close-one-byte',
    'a close frame of one byte',
    1002,
    (raw) => raw.frame({ opcode: OPCODE.close, payload: Buffer.from([3]) }),
  ],
  [
    'close-1005',
    'a close frame with the code 1005',
    1002,
    (raw) => raw.frame({ opcode: OPCODE.close, payload: closePayload(1005) }),
  ],
  [
    'close-999',
    'a close frame with the code 999',
    1002,
    (raw) => raw.frame({ opcode: OPCODE.close, payload: closePayload(999) }),
  ],
];

/** What ends its sender's connection, and no other. */
export const brokenFrames = casesOf('frames', [
  ...BROKEN.map(([slug, what, code, write]) => ({
    slug,
    title: `${what} closes its own connection with ${code}, and nobody else’s`,
    async run(server: Visit) {
      const channel = server.channel();
      const [raw, bystander] = [await server.raw(), await server.joined(channel)];
      write(raw);
      await raw.closedWith(code);
      await server.nothingCame(channel, bystander);
    },
  })),
  {
    slug: 'close-not-utf8',
    title: 'a close frame whose reason is not UTF-8 is answered with 1007 or 1002',
    async run(server) {
      const raw = await server.raw();
      raw.frame({ opcode: OPCODE.close, payload: closePayload(1000, Buffer.from([0xc3, 0x28])) });
      const { opcode, payload } = await raw.next('a close frame');
      const code = payload.length >= 2 ? payload.readUInt16BE(0) : null;
      mustHold('close code', opcode === OPCODE.close && (code === 1007 || code === 1002), {
        expected: '1007 or 1002',
        received: { opcode, code },
      });
    },
  },
  {
    slug: 'too-large',
    title: 'a message of a megabyte closes its own connection with 1009',
    needs: ['frame-limit'],
    async run(server) {
      const raw = await server.raw();
      raw.frame({ payload: Buffer.from(`{"event":"pusher:ping","data":"${'x'.repeat(1_048_576)}"}`) });
      await raw.closedWith(1009);
    },
  },
  {
    slug: 'too-large-announced',
    title: 'a frame that announces a terabyte is refused with 1009 before it comes',
    needs: ['frame-limit'],
    async run(server) {
      const raw = await server.raw();
      raw.frame({ payload: PING, length: 2 ** 40 });
      await raw.closedWith(1009);
    },
  },
  {
    slug: 'too-large-in-fragments',
    title: 'fragments that together are too large are refused with 1009',
    needs: ['frame-limit'],
    async run(server) {
      const raw = await server.raw();
      raw.frame({ final: false, payload: Buffer.alloc(300_000, 'x') });
      for (let at = 0; at < 3; at++) {
        raw.frame({ opcode: OPCODE.continuation, final: at === 2, payload: Buffer.alloc(300_000, 'x') });
      }
      await raw.closedWith(1009);
    },
  },
  {
    slug: 'endless-fragments',
    title:
      'a message in a thousand tiny fragments is put together, or its connection closed; nobody else minds',
    async run(server) {
      const channel = server.channel();
      const [raw, bystander] = [await server.raw(), await server.joined(channel)];
      const pieces = Buffer.from('{"event":"pusher:ping","data":"'.padEnd(998, 'x').concat('"}'));
      raw.frame({ final: false, payload: pieces.subarray(0, 1) });
      for (let at = 1; at < pieces.length; at++) {
        const payload = pieces.subarray(at, at + 1);
        raw.frame({ opcode: OPCODE.continuation, final: at === pieces.length - 1, payload });
      }
      const arrival = await raw.arrival();
      mustHold('the answer', typeof arrival === 'number' || arrival === 'pusher:pong', {
        expected: 'pusher:pong or a close',
        received: arrival,
      });
      await server.nothingCame(channel, bystander);
    },
  },
  {
    slug: 'lost-after-broken',
    title: 'a connection closed for a broken frame has left its channels',
    async run(server) {
      const [raw, channel] = [await server.raw(), server.channel()];
      raw.text({ event: 'pusher:subscribe', data: { channel, auth: raw.auth(channel) } });
      mustBe('the answer', (await raw.message()).event, 'pusher_internal:subscription_succeeded');
      raw.frame({ payload: NOT_UTF8 });
      await raw.closedWith(1007);
      await server.eventually('occupied', () => server.isOccupied(channel), false);
    },
  },
]);
