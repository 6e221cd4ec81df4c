/**
 * Remembers the signatures of accepted calls, so that a captured request cannot be sent again while its
 * timestamp is still good. Grouped by timestamp: a whole second is forgotten at a time.
 *
 * Bounded: when full, the oldest second is forgotten *and nothing that old is accepted any more*. Under
 * load the window narrows; it never opens.
 */
export class UsedSignatures {
  readonly #bySecond = new Map<number, Set<number>>();
  readonly #maxEntries: number;
  readonly #windowSeconds: number;
  #entries = 0;
  #floorSeconds = Number.NEGATIVE_INFINITY;

  constructor(limits: { readonly maxUsedSignatures: number; readonly httpWindowSeconds: number }) {
    this.#maxEntries = limits.maxUsedSignatures;
    this.#windowSeconds = limits.httpWindowSeconds;
  }

  /** How many are remembered. */
  get size(): number {
    return this.#entries;
  }

  /** True the first time; false for a signature seen before, or too old to know whether it was. */
  use(signature: string, timestampSeconds: number, nowSeconds: number): boolean {
    this.#forgetBefore(nowSeconds - this.#windowSeconds);
    if (timestampSeconds <= this.#floorSeconds) return false;

    const digest = digestOf(signature);
    const second = this.#bySecond.get(timestampSeconds) ?? new Set();
    if (second.has(digest)) return false;

    second.add(digest);
    this.#bySecond.set(timestampSeconds, second);
    this.#entries++;
    if (this.#entries > this.#maxEntries) this.#narrow();
    return true;
  }

  /** Seconds arrive nearly in order, so this looks at one or two keys a call, not at all of them. */
  #forgetBefore(second: number): void {
    for (const key of this.#bySecond.keys()) {
      if (key >= second) return;
      this.#forget(key);
    }
  }

  #narrow(): void {
    const oldest = Math.min(...this.#bySecond.keys());
    this.#forget(oldest);
    this.#floorSeconds = Math.max(this.#floorSeconds, oldest);
  }

  #forget(second: number): void {
    this.#entries -= this.#bySecond.get(second)?.size ?? 0;
    this.#bySecond.delete(second);
  }
}

/** 52 of its 256 bits, as a number: a quarter of the memory. Only the secret's holder could choose them. */
function digestOf(signature: string): number {
  return Number.parseInt(signature.slice(0, 13), 16);
}
