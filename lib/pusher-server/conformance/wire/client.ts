import { WebSocket } from 'ws';
import { Mismatch, mustBe, mustBeObject, mustHold, mustParse } from '../mismatch';
import { Inbox } from './inbox';
import { channelAuth, type Signer, userAuth } from './signatures';

/** One message from the server. */
export type Message = {
  readonly event: string;
  readonly channel?: string;
  readonly data?: unknown;
  readonly user_id?: unknown;
};

/** How a connection ended. */
export type Closed = { readonly code: number; readonly reason: string };

/** What a client is opened with. */
export type ClientParts = {
  readonly url: string;
  readonly signer: Signer;
  readonly signal: AbortSignal;
  readonly options?: WebSocket.ClientOptions;
};

/**
 * A client that looks at every message in turn: `expect` wants the *very next* one. Subscription counts are
 * the exception; a server may have them on, so they are kept apart, in `counts`.
 */
export class Client {
  readonly socket: WebSocket;
  readonly counts: Inbox<Message>;
  socketId = '';
  readonly #messages: Inbox<Message>;
  readonly #closes: Inbox<Closed>;
  readonly #signer: Signer;

  constructor({ url, signer, signal, options }: ClientParts) {
    this.#signer = signer;
    this.#messages = new Inbox(signal);
    this.counts = new Inbox(signal);
    this.#closes = new Inbox(signal);
    this.socket = new WebSocket(url, { perMessageDeflate: false, ...options });
    this.socket.on('message', (data, isBinary) => this.#take(String(data), isBinary));
    this.socket.on('close', (code, reason) => {
      const closed = { code, reason: reason.toString() };
      this.#closes.put(closed);
      this.#messages.end(`the connection closed: ${JSON.stringify(closed)}`);
      this.counts.end('the connection closed');
    });
    // A handshake that fails is told by `close`, with 1006; its reason by whoever asked for the handshake.
    this.socket.on('error', (error) => this.#messages.end(`the connection failed: ${error.message}`));
  }

  /** The next message, whatever it is. */
  next(what = 'a message'): Promise<Message> {
    return this.#messages.take(what);
  }

  /** The very next message, which must be this event, on this channel if one is named. */
  async expect(event: string, channel?: string): Promise<Message> {
    const message = await this.next(channel === undefined ? event : `${event} on ${channel}`);
    const expected = channel === undefined ? { event } : { event, channel };
    const received = channel === undefined ? { event: message.event } : eventAndChannel(message);
    if (JSON.stringify(received) !== JSON.stringify(expected)) {
      throw new Mismatch('the next message', { expected, received: message });
    }
    return message;
  }

  /** The greeting, read and checked for what every other case needs. */
  async greeted(): Promise<this> {
    const { data } = await this.expect('pusher:connection_established');
    const { socket_id: socketId } = mustBeObject('the greeting', mustParse('data of the greeting', data));
    mustHold('socket_id', typeof socketId === 'string', { expected: 'a string', received: socketId });
    this.socketId = socketId;
    return this;
  }

  send(message: object): void {
    this.sendText(JSON.stringify(message));
  }

  sendText(text: string): void {
    this.socket.send(text);
  }

  /** Asks for a channel, rightly signed unless told otherwise, and waits for nothing. */
  ask(channel: string, given: { readonly auth?: unknown; readonly channelData?: string } = {}): void {
    const data: Record<string, unknown> = { channel };
    if (given.channelData !== undefined) data.channel_data = given.channelData;
    if ('auth' in given) data.auth = given.auth;
    else if (/^(private|presence)-/.test(channel)) data.auth = this.auth(channel, given.channelData);
    this.send({ event: 'pusher:subscribe', data });
  }

  /** Subscribes, and returns what the success says as parsed JSON. */
  async join(channel: string, member?: object): Promise<unknown> {
    this.ask(channel, member === undefined ? {} : { channelData: JSON.stringify(member) });
    return await this.joined(channel);
  }

  /** The next message must be the success of this subscription. */
  async joined(channel: string): Promise<unknown> {
    const { data } = await this.expect('pusher_internal:subscription_succeeded', channel);
    return mustParse('data of subscription_succeeded', data);
  }

  /** The next message must refuse this subscription for its signature. */
  async refused(channel: string): Promise<Readonly<Record<string, unknown>>> {
    const { data } = await this.expect('pusher:subscription_error', channel);
    const refusal = mustBeObject('data of subscription_error', data);
    mustBe('type of the refusal', refusal.type, 'AuthError');
    mustBe('status of the refusal', refusal.status, 401);
    return refusal;
  }

  leave(channel: string): void {
    this.send({ event: 'pusher:unsubscribe', data: { channel } });
  }

  /** The next message must be a `pusher:error`, of this code if one is named. */
  async complaint(code?: number): Promise<void> {
    const { data } = await this.expect('pusher:error');
    const error = mustBeObject('data of pusher:error', data);
    mustHold('message of pusher:error', typeof error.message === 'string' && error.message !== '', {
      expected: 'a sentence',
      received: data,
    });
    const isCode =
      code === undefined ? error.code === null || Number.isInteger(error.code) : error.code === code;
    mustHold('code of pusher:error', isCode, { expected: code ?? 'a whole number or null', received: data });
  }

  /** Everything sent so far was handled, and nothing else was answered. */
  async settled(): Promise<void> {
    this.send({ event: 'pusher:ping', data: {} });
    await this.expect('pusher:pong');
  }

  /** How the connection ended; waits for it. */
  closed(): Promise<Closed> {
    return this.#closes.take('the end of the connection');
  }

  /** The connection must end with this code, and every message before it must have been expected. */
  async closedWith(code: number): Promise<Closed> {
    const closed = await this.closed();
    mustBe('close code', closed.code, code);
    mustBe('messages before the close', this.#messages.rest(), []);
    return closed;
  }

  auth(channel: string, channelData?: string): string {
    return channelAuth(this.#signer, { socketId: this.socketId, channel, channelData });
  }

  userAuth(userData: string): string {
    return userAuth(this.#signer, this.socketId, userData);
  }

  /** Signs in as this user and waits for success. */
  async signIn(user: object): Promise<void> {
    const userData = JSON.stringify(user);
    this.send({ event: 'pusher:signin', data: { auth: this.userAuth(userData), user_data: userData } });
    await this.expect('pusher:signin_success');
  }

  #take(text: string, isBinary: boolean): void {
    const message = isBinary ? null : parsed(text);
    if (message === null) this.#messages.put({ event: `(not a message: ${text})` });
    else if (message.event === 'pusher_internal:subscription_count') this.counts.put(message);
    else this.#messages.put(message);
  }
}

function eventAndChannel({ event, channel }: Message): object {
  return { event, channel };
}

function parsed(text: string): Message | null {
  try {
    const value = JSON.parse(text) as Message | null;
    return typeof value?.event === 'string' ? value : null;
  } catch {
    // Not JSON: the caller shows the text to whoever waits for a message.
    return null;
  }
}
