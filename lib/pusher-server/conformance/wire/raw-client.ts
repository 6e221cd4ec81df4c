import { createHash, randomBytes } from 'node:crypto';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { Mismatch, mustBe, mustBeObject, mustParse } from '../mismatch';
import { hostAndPort, type Target } from '../target';
import { encodeFrame, type Frame, FrameReader, OPCODE } from './frames';
import { Inbox } from './inbox';
import { channelAuth } from './signatures';

/** A TCP or TLS socket that speaks HTTP and WebSocket frames by hand, as wrong as a case wants it. */
export class RawClient {
  readonly #socket: Socket;
  readonly #line: Socket;
  readonly #target: Target;
  readonly #frames: Inbox<Frame>;
  readonly #heads: Inbox<string>;
  #reader: FrameReader | null = null;
  #head = Buffer.alloc(0);
  #answersPings = true;
  #socketId = '';

  private constructor({ socket, line }: Sockets, target: Target, signal: AbortSignal) {
    this.#socket = socket;
    this.#line = line;
    this.#target = target;
    this.#frames = new Inbox(signal);
    this.#heads = new Inbox(signal);
    socket.on('data', (bytes) => this.#read(bytes));
    // After a reset nothing more can come; the end below says so to whoever waits.
    socket.on('error', () => {});
    socket.on('close', () => {
      this.#heads.end('the line was closed');
      this.#frames.end('the line was closed');
    });
  }

  static connect(target: Target, signal: AbortSignal): Promise<RawClient> {
    const { host, port, tls } = target;
    return new Promise((resolve, reject) => {
      const line = connectTcp({ host, port });
      // Certificates are looked for by name only; an address is checked all the same.
      const servername = isIP(host) ? undefined : host;
      const socket = tls ? connectTls({ socket: line, host, servername }) : line;
      const failed = (error: Error) =>
        reject(new Mismatch('connecting', { expected: 'a connection', received: error.message }));
      socket.once('error', failed);
      socket.once(tls ? 'secureConnect' : 'connect', () => {
        socket.off('error', failed);
        resolve(new RawClient({ socket, line }, target, signal));
      });
    });
  }

  /** Reads the greeting and returns its data. */
  async greeted(): Promise<Readonly<Record<string, unknown>>> {
    const { event, data } = await this.message();
    mustBe('the first message', event, 'pusher:connection_established');
    const greeting = mustBeObject('the greeting', mustParse('the greeting', data));
    this.#socketId = String(greeting.socket_id);
    return greeting;
  }

  /** The right signature of this connection for a channel. */
  auth(channel: string): string {
    return channelAuth(this.#target, { socketId: this.#socketId, channel });
  }

  /** Asks for a WebSocket and checks the proof that it was understood (RFC 6455, 4.2.2). */
  async upgrade(path: string): Promise<void> {
    const key = randomBytes(16).toString('base64');
    const head = await this.request(path, { 'Sec-WebSocket-Key': key, 'Sec-WebSocket-Version': '13' });
    mustBe('the answer to the upgrade', statusOf(head), 101);
    const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
    mustBe('Sec-WebSocket-Accept', /^sec-websocket-accept: *(.*)$/im.exec(head)?.[1], accept);
  }

  /** Sends an upgrade with these headers and returns the head of the answer. */
  async request(path: string, headers: Readonly<Record<string, string>>): Promise<string> {
    const lines = Object.entries({ Host: hostAndPort(this.#target), ...UPGRADE, ...headers });
    this.write(`GET ${path} HTTP/1.1\r\n${lines.map(([key, value]) => `${key}: ${value}\r\n`).join('')}\r\n`);
    return await this.#heads.take('the head of an answer');
  }

  write(bytes: string | Buffer): void {
    this.#socket.write(bytes);
  }

  /** Writes one frame: text, final and masked unless said otherwise. */
  frame(frame: Partial<Frame> & { readonly masked?: boolean; readonly length?: number }): void {
    this.write(encodeFrame(frame));
  }

  text(message: object | string): void {
    this.frame({ payload: Buffer.from(typeof message === 'string' ? message : JSON.stringify(message)) });
  }

  /** From now on WebSocket pings stay unanswered. */
  ignorePings(): void {
    this.#answersPings = false;
  }

  /** The next frame that is neither a WebSocket ping of the server's nor a subscription count. */
  async next(what = 'a frame'): Promise<Frame> {
    for (;;) {
      const frame = await this.#frames.take(what);
      if (!isByTheWay(frame)) return frame;
    }
  }

  /** Takes what has come until now, by the way apart. */
  waiting(): readonly Frame[] {
    return this.#frames.drain().filter((frame) => !isByTheWay(frame));
  }

  /** The server asks for a sign of life: a WebSocket ping, or a `pusher:ping`. */
  async asked(): Promise<void> {
    let frame = await this.#frames.take('a ping');
    while (isByTheWay(frame) && frame.opcode !== OPCODE.ping) frame = await this.#frames.take('a ping');
    mustBe('the next frame', frame.opcode === OPCODE.ping ? 'pusher:ping' : eventOf(frame), 'pusher:ping');
  }

  /** The next frame, which must hold a message. */
  async message(): Promise<Readonly<Record<string, unknown>>> {
    const frame = await this.next('a message');
    mustBe('opcode and flags of a message', flagsOf(frame), {
      opcode: OPCODE.text,
      final: true,
      reserved: 0,
    });
    return mustBeObject('a message', mustParse('a message', frame.payload.toString()));
  }

  /**
   * What comes next in short: the event of a message, `pong`, the code of a close frame (1005 without one), or
   * 1006 when the line broke.
   */
  async arrival(): Promise<string | number> {
    for (;;) {
      const frame = await this.#frames.takeOrEnd('a message, a pong or the end');
      if (frame === null) return 1006;
      if (frame.opcode === OPCODE.close)
        return frame.payload.length < 2 ? 1005 : frame.payload.readUInt16BE(0);
      if (!isByTheWay(frame)) return frame.opcode === OPCODE.pong ? 'pong' : eventOf(frame);
    }
  }

  /** The server must end the connection with this code, after no messages but those of the event named. */
  async closedWith(code: number, unless?: string): Promise<void> {
    let frame = await this.next(`a close frame with ${code}`);
    while (unless !== undefined && eventOf(frame) === unless)
      frame = await this.next(`a close frame with ${code}`);
    const received =
      frame.opcode === OPCODE.close && frame.payload.length >= 2
        ? frame.payload.readUInt16BE(0)
        : { opcode: frame.opcode, payload: frame.payload.toString() };
    mustBe('close code', received, code);
  }

  /** The server must let go of the line. */
  async gone(): Promise<void> {
    await new Promise<void>((resolve) => {
      if (this.#socket.closed) resolve();
      this.#socket.once('close', () => resolve());
    });
  }

  /** A ping must be answered by a pong, and by nothing before it. */
  async settled(): Promise<void> {
    this.text({ event: 'pusher:ping', data: {} });
    mustBe('the next message', (await this.message()).event, 'pusher:pong');
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /** Breaks the line without a word. */
  reset(): void {
    this.#line.resetAndDestroy();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #read(bytes: Buffer): void {
    if (this.#reader) {
      this.#cut(this.#reader, bytes);
      return;
    }
    this.#head = Buffer.concat([this.#head, bytes]);
    const end = this.#head.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = this.#head.subarray(0, end).toString('latin1');
    this.#reader = new FrameReader((frame) => this.#arrived(frame));
    this.#heads.put(head);
    if (statusOf(head) === 101) this.#cut(this.#reader, this.#head.subarray(end + 4));
  }

  #cut(reader: FrameReader, bytes: Buffer): void {
    try {
      reader.read(bytes);
    } catch (error) {
      // Not what a server may send: whoever waits for a frame is told so.
      this.#frames.end(error instanceof Error ? error.message : String(error));
    }
  }

  #arrived(frame: Frame): void {
    if (frame.opcode === OPCODE.ping && this.#answersPings) {
      this.frame({ opcode: OPCODE.pong, payload: frame.payload });
    }
    this.#frames.put(frame);
  }
}

/** What is written to, and the TCP line beneath it: the same without TLS. */
type Sockets = { readonly socket: Socket; readonly line: Socket };

/** The status in the head of an answer. */
export function statusOf(head: string): number {
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0);
}

/** The event of the message in a frame; a frame that holds none says what it is. */
export function eventOf({ opcode, payload }: Frame): string {
  if (opcode !== OPCODE.text) return `(a frame with opcode ${opcode}: ${payload.toString()})`;
  return String(mustBeObject('a message', mustParse('a message', payload.toString())).event);
}

/** What a server may send at any time, and is not what a case waits for. */
function isByTheWay({ opcode, payload }: Frame): boolean {
  return opcode === OPCODE.ping || (opcode === OPCODE.text && payload.includes(SUBSCRIPTION_COUNT));
}

const SUBSCRIPTION_COUNT = '"pusher_internal:subscription_count"';

function flagsOf({ opcode, final, reserved }: Frame): object {
  return { opcode, final, reserved };
}

const UPGRADE = { Connection: 'Upgrade', Upgrade: 'websocket' };
