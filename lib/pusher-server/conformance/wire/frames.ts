import { randomBytes } from 'node:crypto';

/** One WebSocket frame (RFC 6455, 5.2). */
export type Frame = {
  readonly opcode: number;
  readonly final: boolean;
  /** The three reserved bits, 0 to 7. */
  readonly reserved: number;
  readonly payload: Buffer;
};

export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** The bytes of a frame; `length` states another length than the payload has. */
export function encodeFrame(
  frame: Partial<Frame> & { readonly masked?: boolean; readonly length?: number },
): Buffer {
  const {
    opcode = OPCODE.text,
    final = true,
    reserved = 0,
    payload = Buffer.alloc(0),
    masked = true,
  } = frame;
  const first = (final ? 0x80 : 0) | (reserved << 4) | opcode;
  const head = Buffer.concat([Buffer.from([first]), lengthBytes(frame.length ?? payload.length, masked)]);
  if (!masked) return Buffer.concat([head, payload]);
  const mask = randomBytes(4);
  return Buffer.concat([head, mask, payload.map((byte, at) => byte ^ (mask[at % 4] ?? 0))]);
}

/** The payload of a close frame. */
export function closePayload(code: number, reason: string | Buffer = ''): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(code);
  return Buffer.concat([bytes, Buffer.from(reason)]);
}

/** Cuts what comes from a server into frames. Those are never masked (RFC 6455, 5.1). */
export class FrameReader {
  readonly #take: (frame: Frame) => void;
  #bytes = Buffer.alloc(0);

  constructor(take: (frame: Frame) => void) {
    this.#take = take;
  }

  read(bytes: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, bytes]);
    for (let frame = this.#cut(); frame !== null; frame = this.#cut()) this.#take(frame);
  }

  #cut(): Frame | null {
    const [first = 0, second = 0] = this.#bytes;
    if (this.#bytes.length < 2) return null;
    if (second & 0x80) throw new Error('A frame from the server is masked');
    const short = second & 0x7f;
    const head = short === 127 ? 10 : short === 126 ? 4 : 2;
    if (this.#bytes.length < head) return null;
    const length =
      short === 127
        ? Number(this.#bytes.readBigUInt64BE(2))
        : short === 126
          ? this.#bytes.readUInt16BE(2)
          : short;
    if (this.#bytes.length < head + length) return null;
    const payload = Buffer.from(this.#bytes.subarray(head, head + length));
    this.#bytes = this.#bytes.subarray(head + length);
    return { opcode: first & 0x0f, final: (first & 0x80) !== 0, reserved: (first >> 4) & 7, payload };
  }
}

function lengthBytes(length: number, masked: boolean): Buffer {
  const mask = masked ? 0x80 : 0;
  if (length < 126) return Buffer.from([mask | length]);
  if (length < 65_536) return Buffer.from([mask | 126, length >> 8, length & 0xff]);
  const bytes = Buffer.alloc(9);
  bytes[0] = mask | 127;
  bytes.writeBigUInt64BE(BigInt(length), 1);
  return bytes;
}
