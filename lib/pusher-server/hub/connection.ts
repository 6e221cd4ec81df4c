import type { Close } from '../protocol/close-codes';
import type { Limits } from '../protocol/limits';
import { RateWindow } from './rate-window';
import type { User } from './sign-in';
import type { Counters } from './stats';
import type { Subscription } from './subscription';
import type { Transport } from './transport';

/**
 * One client's connection as the hub sees it: its id, what it is subscribed to, and when it was last heard.
 * Thousands exist at a time, so it holds no timer and no closure of its own.
 */
export class Connection {
  readonly socketId: string;
  readonly openedAtMs: number;
  /** Where it came from, for whoever looks after the server; empty when unknown. */
  readonly address: string;
  readonly subscriptions = new Map<string, Subscription>();
  readonly messages = new RateWindow();
  readonly #owner: Owner;
  readonly #transport: Transport;
  #state: 'open' | 'closed' = 'open';
  #clientEvents: RateWindow | null = null;
  /** Messages from it since it had last read everything. */
  #unread = 0;
  /** The last sign of life, of any kind. */
  heardAtMs: number;
  /** A ping is on its way and nothing was heard since. */
  isPinged = false;
  /** The application is being asked what the answer to its ping shall carry. */
  isPongDue = false;
  /** Who has signed in on it. */
  user: User | null = null;
  /** Has ever been subscribed to anything. */
  hasSubscribed = false;

  constructor(socketId: string, transport: Transport, owner: Owner, { nowMs, address }: Opening) {
    this.socketId = socketId;
    this.address = address;
    this.openedAtMs = nowMs;
    this.heardAtMs = nowMs;
    this.#transport = transport;
    this.#owner = owner;
  }

  /** Made at the first client event: most connections never send one. */
  get clientEvents(): RateWindow {
    this.#clientEvents ??= new RateWindow();
    return this.#clientEvents;
  }

  get isOpen(): boolean {
    return this.#state === 'open';
  }

  /**
   * Sends a frame, or nothing once the connection is over. A reader so slow that more than
   * `maxUnsentBytes` would wait for it is handed to the owner to be cut: dropping frames in silence would
   * leave a client that believes it has seen everything.
   */
  send(frame: Buffer): void {
    if (this.#state === 'closed') return;
    const { limits, counters } = this.#owner;
    if (this.#transport.bufferedBytes + frame.length > limits.maxUnsentBytes) {
      this.#owner.cutSlow(this);
      return;
    }
    counters.messagesOut++;
    counters.bytesOut += frame.length;
    this.#transport.send(frame);
  }

  /**
   * Whether it has now said more than so much without a moment in which it had read all it was told. Each small
   * answer that waits costs several times its bytes, so their number is bounded besides `maxUnsentBytes`.
   */
  speaksUnread(maxUnreadAnswers: number): boolean {
    this.#unread = this.#transport.bufferedBytes === 0 ? 0 : this.#unread + 1;
    return this.#unread > maxUnreadAnswers;
  }

  ping(): void {
    this.isPinged = true;
    if (this.#state === 'open') this.#transport.ping();
  }

  heard(nowMs: number): void {
    this.heardAtMs = nowMs;
    this.isPinged = false;
  }

  /** Ends it politely. The hub forgets it first: see `Hub.close`. */
  close({ code, reason }: Close): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#transport.close(code, reason);
  }

  /** Ends it at once; nothing more would get through. */
  terminate(): void {
    this.#state = 'closed';
    this.#transport.terminate();
  }

  /** The transport is gone by itself. */
  lost(): void {
    this.#state = 'closed';
  }
}

/** When a connection was opened, and from where. */
type Opening = { readonly nowMs: number; readonly address: string };

/** Whoever keeps the connection: its bounds, its counters, and what to do with a reader that is too slow. */
type Owner = {
  readonly limits: Limits;
  readonly counters: Counters;
  cutSlow(connection: Connection): void;
};
