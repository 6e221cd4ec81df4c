import { casesOf } from '../case';
import { mustBe } from '../mismatch';
import { closePayload, encodeFrame, OPCODE } from '../wire/frames';

const PING = Buffer.from('{"event":"pusher:ping","data":{}}');

/** Frames as they are cut and put together beneath the messages. */
export const frames = casesOf('frames', [
  {
    slug: 'fragments',
    title: 'a message in three fragments is one message',
    async run(server) {
      const raw = await server.raw();
      raw.frame({ final: false, payload: PING.subarray(0, 4) });
      raw.frame({ opcode: OPCODE.continuation, final: false, payload: PING.subarray(4, 20) });
      raw.frame({ opcode: OPCODE.continuation, payload: PING.subarray(20) });
      mustBe('the answer', (await raw.message()).event, 'pusher:pong');
    },
  },
  {
    slug: 'fragments-within-a-letter',
    title: 'fragments may cut a letter in two',
    async run(server) {
      const [raw, text] = [await server.raw(), Buffer.from('{"event":"pusher:ping","data":"é"}')];
      const cut = text.indexOf(0xc3) + 1;
      raw.frame({ final: false, payload: text.subarray(0, cut) });
      raw.frame({ opcode: OPCODE.continuation, payload: text.subarray(cut) });
      mustBe('the answer', (await raw.message()).event, 'pusher:pong');
    },
  },
  {
    slug: 'ping-between-fragments',
    title: 'a ping between two fragments is answered at once',
    async run(server) {
      const raw = await server.raw();
      raw.frame({ final: false, payload: PING.subarray(0, 4) });
      raw.frame({ opcode: OPCODE.ping, payload: Buffer.from('x') });
      const { opcode, payload } = await raw.next('a pong frame');
      mustBe('the pong', [opcode, payload.toString()], [OPCODE.pong, 'x']);
      raw.frame({ opcode: OPCODE.continuation, payload: PING.subarray(4) });
      mustBe('the answer', (await raw.message()).event, 'pusher:pong');
    },
  },
  {
    slug: 'byte-by-byte',
    title: 'a frame may come byte by byte',
    async run(server) {
      const raw = await server.raw();
      for (const byte of encodeFrame({ payload: PING })) {
        raw.write(Buffer.from([byte]));
        await new Promise((resolve) => setImmediate(resolve));
      }
      mustBe('the answer', (await raw.message()).event, 'pusher:pong');
    },
  },
  {
    slug: 'many-in-one',
    title: 'several frames in one piece are all read, in order',
    async run(server) {
      const [raw, channel] = [await server.raw(), server.channel()];
      const subscribe = JSON.stringify({
        event: 'pusher:subscribe',
        data: { channel, auth: raw.auth(channel) },
      });
      raw.write(
        Buffer.concat([PING, Buffer.from(subscribe), PING].map((payload) => encodeFrame({ payload }))),
      );
      const events = [];
      for (let at = 0; at < 3; at++) events.push((await raw.message()).event);
      mustBe('the answers', events, ['pusher:pong', 'pusher_internal:subscription_succeeded', 'pusher:pong']);
    },
  },
  {
    slug: 'sixteen-bit-length',
    title: 'a message longer than 125 bytes is read',
    async run(server) {
      const raw = await server.raw();
      raw.text({ event: 'pusher:ping', data: 'x'.repeat(5_000) });
      mustBe('the answer', (await raw.message()).event, 'pusher:pong');
    },
  },
  {
    slug: 'largest-client-message',
    title: 'a message of ten kilobytes and its frame around it is read',
    async run(server) {
      const raw = await server.raw();
      raw.text({ event: 'pusher:ping', data: 'x'.repeat(10_240) });
      mustBe('the answer', (await raw.message()).event, 'pusher:pong');
    },
  },
  {
    slug: 'binary',
    title: 'a binary frame is not executed',
    async run(server) {
      const [raw, channel] = [await server.raw(), server.channel()];
      const data = { channel, auth: raw.auth(channel) };
      raw.frame({
        opcode: OPCODE.binary,
        payload: Buffer.from(JSON.stringify({ event: 'pusher:subscribe', data })),
      });
      raw.frame({ opcode: OPCODE.ping });
      // A close, an error or nothing: only a success would be wrong.
      for (let frame = await raw.next(); frame.opcode === OPCODE.text; frame = await raw.next()) {
        mustBe('the answer', JSON.parse(frame.payload.toString()).event, 'pusher:error');
      }
      mustBe('occupied', await server.isOccupied(channel), false);
    },
  },
  {
    slug: 'close',
    title: 'a close frame is answered with its own code, and the line ends',
    async run(server) {
      const raw = await server.raw();
      raw.frame({ opcode: OPCODE.close, payload: closePayload(1000, 'bye') });
      await raw.closedWith(1000);
      await raw.gone();
    },
  },
  {
    slug: 'close-empty',
    title: 'a close frame without a code is answered with a close frame',
    async run(server) {
      const raw = await server.raw();
      raw.frame({ opcode: OPCODE.close });
      mustBe('opcode', (await raw.next('a close frame')).opcode, OPCODE.close);
      await raw.gone();
    },
  },
  {
    slug: 'after-close',
    title: 'what comes after a close frame is not read',
    async run(server) {
      const [raw, channel] = [await server.raw(), server.channel()];
      const subscribe = { event: 'pusher:subscribe', data: { channel, auth: raw.auth(channel) } };
      const close = encodeFrame({ opcode: OPCODE.close, payload: closePayload(1000) });
      raw.write(Buffer.concat([close, encodeFrame({ payload: Buffer.from(JSON.stringify(subscribe)) })]));
      await raw.closedWith(1000);
      await raw.gone();
      mustBe('occupied', await server.isOccupied(channel), false);
    },
  },
  {
    slug: 'reset',
    title: 'a line that is reset in the middle of a frame is nobody else’s business',
    async run(server) {
      const channel = server.channel();
      const [raw, bystander] = [await server.raw(), await server.joined(channel)];
      raw.write(encodeFrame({ payload: PING }).subarray(0, 10));
      raw.reset();
      await server.nothingCame(channel, bystander);
    },
  },
  {
    slug: 'no-http-after-upgrade',
    title: 'bytes that are no frames at all close their own connection with 1002',
    async run(server) {
      const channel = server.channel();
      const [raw, bystander] = [await server.raw(), await server.joined(channel)];
      // In the first byte of `GET`, 0x47, a reserved bit is set and the opcode is unknown.
      raw.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
      await raw.closedWith(1002);
      await server.nothingCame(channel, bystander);
    },
  },
]);
