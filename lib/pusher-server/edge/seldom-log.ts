import type { Logger } from '../hub/policy';

/**
 * Says what strangers can cause as often as they like: one line in ten seconds, with how many were left unsaid since
 * the last. What is said is enough to find a wrong setting; the counters know how often.
 */
export class SeldomLog {
  readonly #logger: Logger | undefined;
  readonly #now: () => number;
  #saidAtMs = Number.NEGATIVE_INFINITY;
  #unsaid = 0;

  constructor(logger: Logger | undefined, now: () => number = () => performance.now()) {
    this.#logger = logger;
    this.#now = now;
  }

  info(facts: object, message: string): void {
    const nowMs = this.#now();
    if (nowMs - this.#saidAtMs < EVERY_MS) {
      this.#unsaid++;
      return;
    }
    this.#logger?.info(this.#unsaid > 0 ? { ...facts, unsaid: this.#unsaid } : facts, message);
    this.#saidAtMs = nowMs;
    this.#unsaid = 0;
  }
}

const EVERY_MS = 10_000;
