import type { WebSocket } from 'ws';
import type { Transport } from '../hub/transport';

/** A WebSocket of the `ws` package as the hub's transport. */
export class WebSocketTransport implements Transport {
  readonly #socket: WebSocket;

  constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  get bufferedBytes(): number {
    return this.#socket.bufferedAmount;
  }

  send(frame: Buffer): void {
    this.#socket.send(frame, TEXT);
  }

  ping(): void {
    this.#socket.ping();
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  terminate(): void {
    this.#socket.terminate();
  }
}

/** A Buffer is sent as a binary frame unless told otherwise. */
const TEXT = { binary: false } as const;
