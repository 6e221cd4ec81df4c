import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { authorizeChannel } from '../protocol/signatures';
import { APP } from './app';
import type { WireMessage } from './fake-transport';

/** A bare client over a real socket. It waits for messages and closes; it never sleeps. */
export class SocketClient {
  readonly socket: WebSocket;
  /** Resolves with the close code once the socket is gone. */
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly messages: WireMessage[] = [];
  socketId = '';
  #waiting: (() => void)[] = [];

  constructor(port: number, path = `/app/${APP.key}?protocol=7`, options: WebSocket.ClientOptions = {}) {
    this.socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, options);
    this.socket.on('message', (data) => {
      this.messages.push(JSON.parse(String(data)) as WireMessage);
      this.#wake();
    });
    this.closed = new Promise((resolve) => {
      this.socket.on('close', (code, reason) => {
        resolve({ code, reason: reason.toString() });
        this.#wake();
      });
    });
    // A refused handshake is seen in `closed`, or by `handshakeStatus`.
    this.socket.on('error', () => {});
    onTestFinished(() => this.socket.terminate());
  }

  /** A client that has been greeted. */
  static async connect(
    port: number,
    path?: string,
    options?: WebSocket.ClientOptions,
  ): Promise<SocketClient> {
    const client = new SocketClient(port, path, options);
    const { data } = await client.received('pusher:connection_established');
    client.socketId = (JSON.parse(String(data)) as { socket_id: string }).socket_id;
    return client;
  }

  /** The next message of this name, taken out of `messages`; rejects when the socket closes before. */
  async received(event: string): Promise<WireMessage> {
    for (;;) {
      const at = this.messages.findIndex((message) => message.event === event);
      const found = this.messages[at];
      if (found) {
        this.messages.splice(at, 1);
        return found;
      }
      if (this.socket.readyState === WebSocket.CLOSED) throw new Error(`Closed before ${event} came`);
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  send(event: string, data?: unknown, channel?: string): void {
    this.socket.send(JSON.stringify({ event, data, channel }));
  }

  /** Subscribes, signed where the channel needs it, and waits for success. */
  async subscribe(channel: string, channelData?: string): Promise<WireMessage> {
    const auth = authorizeChannel(APP, { socketId: this.socketId, channel, channelData });
    this.send('pusher:subscribe', { channel, auth, channel_data: channelData });
    return await this.received('pusher_internal:subscription_succeeded');
  }

  /** Resolves when everything sent before has been handled by the server, whose answers come in order. */
  async settled(): Promise<void> {
    this.send('pusher:ping');
    await this.received('pusher:pong');
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}

/** The HTTP status an upgrade is refused with, or 101 when it is not. */
export function handshakeStatus(
  port: number,
  path: string,
  headers: Record<string, string> = {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
      response.resume();
    });
    socket.on('open', () => {
      resolve(101);
      socket.terminate();
    });
    socket.on('error', reject);
  });
}
