import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { WebSocket } from 'ws';
import { Mismatch, mustBe, mustBeObject } from './mismatch';
import { hostAndPort, type Target } from './target';
import { Client } from './wire/client';
import { type Answer, type Call, makeCall } from './wire/http-call';
import { RawClient } from './wire/raw-client';
import type { WebhookReceiver } from './wire/webhook-receiver';

/**
 * One case's stay at the server: it opens what the case needs, closes it afterwards, and knows when the
 * case's time is over. Names are random, so cases and whole runs may share a server.
 */
export class Visit {
  readonly target: Target;
  readonly #webhooks: WebhookReceiver | null;
  readonly #over = new AbortController();
  readonly #leaving: (() => void)[] = [];
  #timer: NodeJS.Timeout;

  constructor(target: Target, webhooks: WebhookReceiver | null, timeoutMs: number) {
    this.target = target;
    this.#webhooks = webhooks;
    this.#timer = this.#timeOut(timeoutMs);
    // Every socket of the case listens to it: a hundred are no leak.
    setMaxListeners(0, this.signal);
  }

  /** Aborted when the case's time is over. */
  get signal(): AbortSignal {
    return this.#over.signal;
  }

  /** What webhooks have told. A case that needs none of them must not ask. */
  get webhooks(): WebhookReceiver {
    if (!this.#webhooks) throw new Error('A case that reads webhooks needs the feature webhooks');
    return this.#webhooks;
  }

  /** Time anew, for a case that must wait for the server's own patience. */
  allow(timeoutMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = this.#timeOut(timeoutMs);
  }

  /** A channel name nobody else uses. */
  channel(prefix = 'private-'): string {
    return `${prefix}conformance-${randomBytes(8).toString('hex')}`;
  }

  /** A client that has been greeted. */
  connect(options?: WebSocket.ClientOptions): Promise<Client> {
    return this.open(`/app/${this.target.key}?protocol=7&client=conformance&version=1.0`, options).greeted();
  }

  /** Greeted clients, opened one after the other. */
  async connectMany(count: number): Promise<readonly Client[]> {
    const clients: Client[] = [];
    while (clients.length < count) clients.push(await this.connect());
    return clients;
  }

  /** A client of that address, whatever the server makes of it. */
  open(path: string, options?: WebSocket.ClientOptions): Client {
    const { target, signal } = this;
    const url = `${target.tls ? 'wss' : 'ws'}://${hostAndPort(target)}${path}`;
    const client = new Client({ url, signer: target, signal, options });
    this.#leaving.push(() => client.socket.terminate());
    return client;
  }

  /** A client on a channel, as a member if one is given. */
  async joined(channel: string, member?: object): Promise<Client> {
    const client = await this.connect();
    await client.join(channel, member);
    return client;
  }

  /** A bare socket that writes frame after frame by hand, greeted. */
  async raw(): Promise<RawClient> {
    const raw = await this.socket();
    await raw.upgrade(`/app/${this.target.key}?protocol=7&client=conformance&version=1.0`);
    await raw.greeted();
    return raw;
  }

  /** A bare socket on which nothing has been said yet. */
  async socket(): Promise<RawClient> {
    const raw = await RawClient.connect(this.target, this.signal);
    this.#leaving.push(() => raw.destroy());
    return raw;
  }

  /** Makes a call of the HTTP API. */
  call(call: Call): Promise<Answer> {
    return makeCall(this.target, call, this.signal);
  }

  /** Makes a call that must be answered 200 with a JSON object. */
  async ask(call: Call): Promise<Readonly<Record<string, unknown>>> {
    const answer = await this.call(call);
    mustBe(
      `status of ${call.path}`,
      `${answer.status} ${answer.status === 200 ? '' : answer.text}`.trim(),
      '200',
    );
    return mustBeObject(`body of ${call.path}`, answer.json());
  }

  /** Triggers an event, which must be accepted. */
  async trigger(
    channel: string | readonly string[],
    name = 'event',
    data = randomText(),
    more: object = {},
  ): Promise<string> {
    const channels = typeof channel === 'string' ? [channel] : channel;
    await this.ask({ path: '/events', body: { name, channels, data, ...more } });
    return data;
  }

  /** Nothing came to these clients until now: the next they hear is an event triggered now, once. */
  async nothingCame(channel: string, ...clients: readonly Client[]): Promise<void> {
    const data = await this.trigger(channel, 'marker');
    for (const client of clients) {
      const message = await client.next('the marker that proves that nothing else came');
      mustBe('the next message', message, { event: 'marker', channel, data });
    }
  }

  /** Asks again and again until it is so: for what the server comes to know only by and by. */
  async eventually(what: string, isSo: () => Promise<unknown>, expected: unknown): Promise<void> {
    for (;;) {
      const received = await isSo();
      if (JSON.stringify(received) === JSON.stringify(expected)) return;
      if (this.signal.aborted) throw new Mismatch(`${what}, in the end`, { expected, received });
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }

  /** Whether anybody is on a channel, as the HTTP API says. */
  async isOccupied(channel: string): Promise<unknown> {
    return (await this.ask({ path: `/channels/${channel}` })).occupied;
  }

  /** Closes whatever the case has opened. */
  end(): void {
    clearTimeout(this.#timer);
    for (const leave of this.#leaving) leave();
  }

  #timeOut(timeoutMs: number): NodeJS.Timeout {
    return setTimeout(() => this.#over.abort(), timeoutMs);
  }
}

/** Data unlike any other, so that no two calls are the same call. */
export function randomText(): string {
  return JSON.stringify({ id: randomBytes(8).toString('hex') });
}

const AGAIN_MS = 20;
