import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

/**
 * A WebSocket client that costs next to nothing, so that the load is not the limit: all read into one shared
 * buffer, and once it only counts, no object is made for a message. It trusts the server to send whole and
 * unmasked frames, answers pings, and remembers how it ended.
 */
export class LoadClient {
  /** Messages while counting. */
  received = 0;
  /** Told at each of them; shared by a crowd. */
  onReceived: () => void = nothing;
  /** The code of the server's close frame, 1006 for a broken line, null while open. */
  closedWith: number | null = null;
  socketId = '';
  readonly socket: Socket;
  #handshake: string | null = '';
  #inbox: string[] | null = [];
  #waiting: { resolve(text: string): void; reject(error: Error): void } | null = null;
  #headerBytes = 0;
  #opcode = 0;
  #lengthBytes = 0;
  #length = 0;
  /** Payload bytes of this frame still to come; -1 while its header is read. */
  #left = -1;
  #payload = '';

  constructor(port: number, path: string) {
    const key = randomBytes(16).toString('base64');
    this.socket = connect({
      port,
      host: '127.0.0.1',
      onread: { buffer: SHARED, callback: (bytes) => this.#read(bytes) },
    });
    this.socket.on('error', nothing);
    this.socket.on('close', () => {
      this.closedWith ??= 1006;
      this.#waiting?.reject(new Error(`A client was closed with ${this.closedWith}`));
    });
    this.socket.write(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
    );
  }

  /** The next message, or `open` for the handshake; rejects when the line ends before. Not while counting. */
  next(): Promise<string> {
    const text = this.#inbox?.shift();
    if (text !== undefined) return Promise.resolve(text);
    return new Promise((resolve, reject) => {
      if (this.closedWith === null) this.#waiting = { resolve, reject };
      else reject(new Error(`A client was closed with ${this.closedWith}`));
    });
  }

  /** From now on messages are counted and not kept. */
  count(): void {
    this.#inbox = null;
  }

  /** Sends a text of up to 65,535 bytes of ASCII. The mask is zero, which masks nothing and is allowed. */
  send(text: string): void {
    const short = text.length < 126;
    const head = Buffer.alloc(short ? 6 : 8);
    head[0] = 0x81;
    head[1] = 0x80 | (short ? text.length : 126);
    if (!short) head.writeUInt16BE(text.length, 2);
    this.socket.write(Buffer.concat([head, Buffer.from(text, 'latin1')]));
  }

  /** Ends it with a reset: nothing of it stays behind in the system. */
  end(): void {
    this.onReceived = nothing;
    this.socket.resetAndDestroy();
  }

  #read(bytes: number): boolean {
    let at = 0;
    if (this.#handshake !== null) {
      this.#handshake += SHARED.toString('latin1', 0, bytes);
      const end = this.#handshake.indexOf('\r\n\r\n');
      if (end < 0) return true;
      at = bytes - (this.#handshake.length - end - 4);
      if (!this.#handshake.startsWith('HTTP/1.1 101')) this.socket.destroy();
      this.#handshake = null;
      this.#deliver('open');
    }
    while (at < bytes) {
      if (this.#left < 0) {
        this.#header(SHARED[at++] ?? 0);
        if (this.#left === 0) this.#frame();
        continue;
      }
      const taken = Math.min(this.#left, bytes - at);
      if (this.#inbox !== null || this.#opcode !== TEXT)
        this.#payload += SHARED.toString('latin1', at, at + taken);
      at += taken;
      this.#left -= taken;
      if (this.#left === 0) this.#frame();
    }
    return true;
  }

  #header(byte: number): void {
    if (this.#headerBytes++ === 0) {
      this.#opcode = byte & 0x0f;
    } else if (this.#headerBytes === 2) {
      this.#length = byte;
      this.#lengthBytes = byte === 126 ? 2 : byte === 127 ? 8 : 0;
      if (this.#lengthBytes === 0) this.#left = byte;
      else this.#length = 0;
    } else {
      this.#length = this.#length * 256 + byte;
      if (this.#headerBytes === 2 + this.#lengthBytes) this.#left = this.#length;
    }
  }

  #frame(): void {
    const payload = this.#payload;
    this.#payload = '';
    this.#left = -1;
    this.#headerBytes = 0;
    if (this.#opcode === TEXT) {
      if (this.#inbox !== null) {
        this.#deliver(payload);
        return;
      }
      this.received++;
      this.onReceived();
    } else if (this.#opcode === PING) this.socket.write(EMPTY_PONG);
    else if (this.#opcode === CLOSE) {
      this.closedWith = payload.length < 2 ? 1005 : payload.charCodeAt(0) * 256 + payload.charCodeAt(1);
    }
  }

  #deliver(text: string): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    if (waiting) waiting.resolve(text);
    else this.#inbox?.push(text);
  }
}

/** Read and done with before anybody else reads: the callback runs within the read. */
const SHARED = Buffer.alloc(256 * 1024);
const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const EMPTY_PONG = Buffer.from([0x8a, 0x80, 0, 0, 0, 0]);
const nothing = (): void => undefined;
