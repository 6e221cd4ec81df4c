import type { Connection } from './connection';
import type { Subscription } from './subscription';

/**
 * Carries frames to many connections without standing in anybody's way. One queue for the whole server,
 * first in first out, worked off in slices between which the event loop serves everything else. Whoever
 * triggers is answered before the first frame leaves.
 */
export class Fanout {
  readonly #maxQueuedBytes: number;
  #jobs: Job[] = [];
  #job = 0;
  #recipient = 0;
  #queuedBytes = 0;
  #queuedBytesPeak = 0;
  #lastList: readonly Subscription[] = NOBODY;
  #isScheduled = false;

  constructor(maxQueuedBytes: number) {
    this.#maxQueuedBytes = maxQueuedBytes;
  }

  /**
   * What waits now: frames, each for all its subscribers; their bytes, the lists of recipients included; and the
   * most bytes that ever waited.
   */
  get backlog(): Backlog {
    return {
      queuedFrames: this.#jobs.length - this.#job,
      queuedBytes: this.#queuedBytes,
      queuedBytesPeak: this.#queuedBytesPeak,
    };
  }

  /** True when so much waits already that new triggers should be refused. */
  get isFull(): boolean {
    return this.#queuedBytes >= this.#maxQueuedBytes;
  }

  /**
   * Queues one frame for the subscriptions of this moment: whoever joins later is not in the list, whoever
   * leaves meanwhile is skipped. `except` is left out. The list is kept, so it must never change.
   *
   * A list no other job shares counts as queued too: while people come and go on a large channel every event
   * has a list of its own, and those outweigh the frames by far.
   */
  push(frame: Buffer, subscriptions: readonly Subscription[], except: Connection | null = null): void {
    if (subscriptions.length === 0) return;
    const listBytes = subscriptions === this.#lastList ? 0 : subscriptions.length * BYTES_PER_ENTRY;
    this.#lastList = subscriptions;
    this.#enqueue({ frame, subscriptions, except, bytes: frame.length + listBytes });
  }

  /** Acts once everything queued so far has been sent; at once when nothing waits. The action must not throw. */
  afterQueued(action: () => void): void {
    if (this.#isScheduled) {
      this.#enqueue({ frame: NOTHING, subscriptions: NOBODY, except: null, bytes: 0, action });
    } else action();
  }

  #enqueue(job: Job): void {
    this.#jobs.push(job);
    this.#queuedBytes += job.bytes;
    if (this.#queuedBytes > this.#queuedBytesPeak) this.#queuedBytesPeak = this.#queuedBytes;
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(this.#slice);
  }

  readonly #slice = (): void => {
    let budget = SLICE;
    for (; budget > 0 && this.#job < this.#jobs.length; budget--) {
      const job = this.#jobs[this.#job];
      const subscription = job?.subscriptions[this.#recipient++];
      if (job === undefined || subscription === undefined) {
        this.#next(job);
      } else if (subscription.isActive && subscription.connection !== job.except) {
        subscription.connection.send(job.frame);
      }
    }
    this.#settle();
  };

  #next(done: Job | undefined): void {
    this.#queuedBytes -= done?.bytes ?? 0;
    this.#job++;
    this.#recipient = 0;
    done?.action?.();
  }

  #settle(): void {
    if (this.#job === this.#jobs.length) {
      this.#jobs = [];
      this.#job = 0;
      this.#lastList = NOBODY;
      this.#isScheduled = false;
      return;
    }
    if (this.#job >= COMPACT_AT) {
      this.#jobs = this.#jobs.slice(this.#job);
      this.#job = 0;
    }
    setImmediate(this.#slice);
  }
}

/** How far the fan-out is behind. */
export type Backlog = {
  readonly queuedFrames: number;
  readonly queuedBytes: number;
  readonly queuedBytesPeak: number;
};

type Job = {
  readonly frame: Buffer;
  readonly subscriptions: readonly Subscription[];
  readonly except: Connection | null;
  /** What it counts for while it waits. */
  readonly bytes: number;
  /** What happens when its turn is over. */
  readonly action?: () => void;
};

const NOTHING = Buffer.alloc(0);
const NOBODY: readonly Subscription[] = [];
/** One pointer of a list. */
const BYTES_PER_ENTRY = 8;

/** Sends per slice: a few milliseconds of work. More holds others up, fewer delays the last of a long list. */
const SLICE = 500;
/** Finished jobs are cut off in bulk; shifting one at a time would copy the queue each time. */
const COMPACT_AT = 1_024;
