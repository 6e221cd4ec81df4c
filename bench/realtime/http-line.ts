import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** One kept-alive connection that carries one request at a time and looks at no more of the answer than it must. */
export class HttpLine {
  readonly #socket: Socket;
  #rest: Buffer | null = null;
  #answered: ((answer: Buffer) => void) | null = null;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => this.#read(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => this.#answered?.(CLOSED));
  }

  static async open(port: number): Promise<HttpLine> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    await once(socket, 'connect');
    return new HttpLine(socket);
  }

  /** Sends a whole request; `answered` gets the whole answer, or a text that is none when the line is closed. */
  send(request: Buffer, answered: (answer: Buffer) => void): void {
    this.#answered = answered;
    if (this.#socket.destroyed) answered(CLOSED);
    else this.#socket.write(request);
  }

  /** The same as a promise. */
  call(request: Buffer): Promise<Buffer> {
    return new Promise((resolve) => this.send(request, resolve));
  }

  end(): void {
    this.#socket.resetAndDestroy();
  }

  #read(chunk: Buffer): void {
    const all = this.#rest ? Buffer.concat([this.#rest, chunk]) : chunk;
    const isWhole = all.length >= lengthOf(all);
    this.#rest = isWhole ? null : all;
    if (!isWhole) return;
    const answered = this.#answered;
    this.#answered = null;
    answered?.(all);
  }
}

const CLOSED = Buffer.from('The connection was closed');

/** Whether the status is 200: the bytes of `HTTP/1.1 200`. */
export function isOk(answer: Buffer): boolean {
  return answer[9] === 0x32 && answer[10] === 0x30 && answer[11] === 0x30;
}

/**
 * Sends all requests, over so many lines at a time, and resolves when all are answered; rejects at the first answer
 * that is not 200 or after a minute.
 */
export function sendAll(lines: readonly HttpLine[], requests: readonly Buffer[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('The requests took more than a minute')), 60_000);
    let next = 0;
    let open = requests.length;
    const sendNext = (line: HttpLine): void => {
      const request = requests[next++];
      if (!request) return;
      line.send(request, (answer) => {
        if (!isOk(answer)) return reject(new Error(`Refused: ${answer.toString()}`));
        if (--open === 0) {
          clearTimeout(late);
          resolve();
        }
        sendNext(line);
      });
    };
    for (const line of lines) sendNext(line);
  });
}

/** Bytes of the answer that begins here; more than there are while its head is not whole. */
function lengthOf(answer: Buffer): number {
  const end = answer.indexOf('\r\n\r\n');
  if (end < 0) return Number.POSITIVE_INFINITY;
  const head = answer.toString('latin1', 0, end);
  if (CHUNKED.test(head))
    return answer.subarray(-LAST_CHUNK.length).equals(LAST_CHUNK) ? answer.length : Infinity;
  const length = /content-length: (\d+)/i.exec(head)?.[1];
  if (length === undefined) throw new Error(`An answer without its length: ${answer.toString()}`);
  return end + 4 + Number(length);
}

const CHUNKED = /transfer-encoding: chunked/i;
const LAST_CHUNK = Buffer.from('0\r\n\r\n');
