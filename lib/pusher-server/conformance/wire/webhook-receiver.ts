import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One happening, as a webhook told it. */
export type Happening = Readonly<Record<string, unknown>> & { readonly name: string };

/** One call of a webhook. */
export type WebhookCall = {
  readonly headers: IncomingMessage['headers'];
  readonly method: string;
  readonly raw: Buffer;
  readonly timeMs: unknown;
  readonly events: readonly Happening[];
};

/** Listens for webhooks during a whole run; every case looks for its own channel's happenings. */
export class WebhookReceiver {
  readonly port: number;
  readonly #server: Server;
  readonly #calls: WebhookCall[] = [];
  /** Channels whose next call is refused, once. */
  readonly #refusing = new Set<string>();

  private constructor(server: Server) {
    this.#server = server;
    // A TCP server always has an address of this kind.
    this.port = (server.address() as AddressInfo).port;
    server.on('request', (request, response) => {
      this.#receive(request).then(
        (status) => response.writeHead(status).end(),
        () => response.writeHead(400).end(),
      );
    });
  }

  /** Rejects when the port is taken. */
  static async listen(port: number, host: string): Promise<WebhookReceiver> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
    return new WebhookReceiver(server);
  }

  /** The accepted calls that tell of a channel, in the order in which they came. */
  callsOf(channel: string): readonly WebhookCall[] {
    return this.#calls.filter(({ events }) => events.some((event) => event.channel === channel));
  }

  /** What happened on a channel, in order. */
  happeningsOf(channel: string): readonly Happening[] {
    return this.#calls.flatMap(({ events }) => events.filter((event) => event.channel === channel));
  }

  /** Answers the next call that tells of this channel with 500; it is as if it had never come. */
  refuseOnce(channel: string): void {
    this.#refusing.add(channel);
  }

  /** Whether a call was refused for this channel since `refuseOnce`. */
  hasRefused(channel: string): boolean {
    return !this.#refusing.has(channel);
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #receive(request: IncomingMessage): Promise<number> {
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > MAX_BODY_BYTES) return 413;
      chunks.push(chunk);
    }
    const raw = Buffer.concat(chunks);
    const { time_ms: timeMs, events } = JSON.parse(raw.toString()) as {
      time_ms: unknown;
      events: readonly Happening[];
    };
    const call = { headers: request.headers, method: request.method ?? '', raw, timeMs, events };
    for (const { channel } of events) {
      if (typeof channel === 'string' && this.#refusing.delete(channel)) return 500;
    }
    this.#calls.push(call);
    return 200;
  }
}

/** A hundred happenings, each with ten kilobytes of a client event, are the most that comes at once. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;
