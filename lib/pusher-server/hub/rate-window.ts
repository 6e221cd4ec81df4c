/** Counts what happens within one second. Two numbers a connection; no timer, no list of moments. */
export class RateWindow {
  #startedAtMs = Number.NEGATIVE_INFINITY;
  #count = 0;

  /** True while no more than `maxPerSecond` were asked for since the second began. */
  allows(maxPerSecond: number, nowMs: number): boolean {
    if (nowMs - this.#startedAtMs >= 1_000) {
      this.#startedAtMs = nowMs;
      this.#count = 0;
    }
    this.#count++;
    return this.#count <= maxPerSecond;
  }
}
