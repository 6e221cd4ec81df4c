import { setTimeout as pause } from 'node:timers/promises';
import type { Happening, Logger } from '../hub/policy';
import { hmac, type Signer } from '../protocol/signatures';

/** Where happenings are told. Each receiver has its own queue: a dead one delays nobody else. */
export type WebhookTarget = {
  /** An http or https address from configuration, never from a client: it is called as it stands. */
  readonly url: string;
  /** Which happenings; default all. */
  readonly events?: readonly Happening['name'][];
  /** Whose happenings; default the first application's. */
  readonly appId?: string;
};

/** How long to wait for whom. The defaults drop a batch after about four minutes of trying. */
export type WebhookPatience = {
  /** One call, from connecting to the status. Default 5,000 ms. */
  readonly timeoutMs?: number;
  /** The pauses before each new attempt, in milliseconds; when they are used up, the batch is dropped. */
  readonly retryAfterMs?: readonly number[];
};

/** What one target has come to. */
export type WebhookCounters = { sent: number; dropped: number };

/**
 * Tells one receiver what happens, in order, up to 100 happenings a call, one call at a time. Happenings
 * wait in memory, 10,000 and 16 MiB of text at most; a receiver that stays away loses the newest, and they are counted.
 */
export class WebhookSender {
  readonly #target: WebhookTarget;
  readonly #signer: Signer;
  readonly #counters: WebhookCounters;
  readonly #timeoutMs: number;
  readonly #retryAfterMs: readonly number[];
  readonly #logger: Logger | undefined;
  readonly #waiting: Happening[] = [];
  #waitingLength = 0;
  /** From now on nothing rests before it is tried, and what is tried is tried once. */
  readonly #closing = new AbortController();
  /** Time is up. */
  readonly #stop = new AbortController();
  #underWay = 0;
  #sending: Promise<void> | null = null;

  constructor(parts: {
    readonly target: WebhookTarget;
    readonly signer: Signer;
    readonly counters: WebhookCounters;
    readonly patience?: WebhookPatience;
    readonly logger?: Logger;
  }) {
    this.#target = parts.target;
    this.#signer = parts.signer;
    this.#counters = parts.counters;
    this.#timeoutMs = parts.patience?.timeoutMs ?? 5_000;
    this.#retryAfterMs = parts.patience?.retryAfterMs ?? RETRY_AFTER_MS;
    this.#logger = parts.logger;
  }

  /** Happenings neither told nor given up yet, those under way included. */
  get waiting(): number {
    return this.#waiting.length + this.#underWay;
  }

  /** Queues a happening, if this receiver wants to know it. */
  report(happening: Happening): void {
    if (this.#stop.signal.aborted || this.#target.events?.includes(happening.name) === false) return;
    if (this.#waiting.length >= MAX_WAITING || this.#waitingLength >= MAX_WAITING_LENGTH) {
      this.#counters.dropped++;
      return;
    }
    this.#waiting.push(happening);
    this.#waitingLength += lengthOf(happening);
    this.#sending ??= this.#sendAll();
  }

  /** Tries what waits once more, for at most one call's timeout, and gives up the rest. */
  async close(): Promise<void> {
    const giveUp = setTimeout(() => this.#stop.abort(), this.#timeoutMs);
    this.#closing.abort();
    await this.#sending;
    clearTimeout(giveUp);
    this.#stop.abort();
  }

  async #sendAll(): Promise<void> {
    // Whatever else happens in this turn of the event loop goes into the same call.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, MAX_BATCH);
      this.#underWay = batch.length;
      this.#waitingLength -= batch.reduce((sum, happening) => sum + lengthOf(happening), 0);
      const isSent = await this.#sendOne(JSON.stringify({ time_ms: Date.now(), events: batch }));
      this.#underWay = 0;
      this.#counters[isSent ? 'sent' : 'dropped'] += batch.length;
    }
    this.#sending = null;
  }

  async #sendOne(body: string): Promise<boolean> {
    for (const pauseMs of [0, ...this.#retryAfterMs]) {
      if (pauseMs > 0) await this.#pause(pauseMs);
      const isLast = this.#closing.signal.aborted;
      if (await this.#call(body)) return true;
      if (isLast) break;
    }
    this.#logger?.warn({ url: this.#target.url }, 'a webhook was dropped');
    return false;
  }

  /**
   * One attempt. The timer and the listener hold what they abort: the combination of `AbortSignal.timeout` and
   * `AbortSignal.any` is held by nobody in Node 20, and once it was collected a receiver that hangs was waited for
   * for ever.
   */
  async #call(body: string): Promise<boolean> {
    const giveUp = new AbortController();
    const abort = () => giveUp.abort();
    const timer = setTimeout(abort, this.#timeoutMs);
    if (this.#stop.signal.aborted) abort();
    this.#stop.signal.addEventListener('abort', abort);
    try {
      const response = await fetch(this.#target.url, {
        method: 'POST',
        // Exactly this type: the official SDK takes none with a charset.
        headers: {
          'Content-Type': 'application/json',
          'X-Pusher-Key': this.#signer.key,
          'X-Pusher-Signature': hmac(this.#signer.secret, body),
        },
        body: Buffer.from(body),
        redirect: 'error',
        signal: giveUp.signal,
      });
      // Whatever it says beyond its status is not read.
      await response.body?.cancel();
      return response.ok;
    } catch (error) {
      // A receiver that is away is no defect here: it is tried again, and counted when it stays away.
      this.#logger?.info({ err: error, url: this.#target.url }, 'a webhook did not get through');
      return false;
    } finally {
      clearTimeout(timer);
      this.#stop.signal.removeEventListener('abort', abort);
    }
  }

  /** Closing cuts it short. It keeps no process alive. */
  async #pause(ms: number): Promise<void> {
    try {
      await pause(ms, undefined, { signal: this.#closing.signal, ref: false });
    } catch {
      // Aborted, which is the one way in which a pause fails: then it is tried now.
    }
  }
}

/** Only a client's event holds more than names. */
function lengthOf(happening: Happening): number {
  return happening.name === 'client_event' ? happening.data.length : 0;
}

const MAX_WAITING = 10_000;
const MAX_WAITING_LENGTH = 16 * 1024 * 1024;
const MAX_BATCH = 100;
const RETRY_AFTER_MS = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 120_000];
