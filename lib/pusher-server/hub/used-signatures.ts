/**
 * Remembers the signatures of accepted calls, so that a captured request cannot be sent again while its
 * timestamp is still good. Grouped by timestamp: a whole second is forgotten at a time.
 *
 * A second is forgotten when its timestamp is out of the window *and* it was last used so long ago on a clock
 * that never jumps: a time of day put forward and back again brings no captured request back to life.
 *
 * Bounded: when full, the oldest second is forgotten *and nothing that old is accepted any more*. Under
 * load the window narrows; it never opens.
 */
export class UsedSignatures {
  readonly #bySecond = new Map<number, Second>();
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

  /**
   * True the first time; false for a signature seen before, or too old to know whether it was. The moment is
   * that of this call: a body may have been long in coming, and what it repeats is forgotten meanwhile.
   */
  use(signature: string, timestampSeconds: number, moment: Moment): boolean {
    this.#forgetOld(moment);
    const oldest = moment.nowSeconds - this.#windowSeconds;
    if (timestampSeconds < oldest || timestampSeconds <= this.#floorSeconds) return false;

    const digest = digestOf(signature);
    const second = this.#bySecond.get(timestampSeconds) ?? { digests: new Set(), usedAtSeconds: 0 };
    if (second.digests.has(digest)) return false;

    second.digests.add(digest);
    second.usedAtSeconds = moment.steadySeconds;
    this.#bySecond.set(timestampSeconds, second);
    this.#entries++;
    if (this.#entries > this.#maxEntries) this.#narrow();
    return true;
  }

  /** Takes a use back: the call was refused for now, has done nothing, and may be sent again as it is. */
  release(signature: string, timestampSeconds: number): void {
    if (this.#bySecond.get(timestampSeconds)?.digests.delete(digestOf(signature))) this.#entries--;
  }

  /** Seconds arrive nearly in order, so this looks at one or two keys a call, not at all of them. */
  #forgetOld({ nowSeconds, steadySeconds }: Moment): void {
    for (const [key, { usedAtSeconds }] of this.#bySecond) {
      const isUsable = key >= nowSeconds - this.#windowSeconds;
      if (isUsable || usedAtSeconds >= steadySeconds - this.#windowSeconds) return;
      this.#forget(key);
    }
  }

  #narrow(): void {
    let oldest = Number.POSITIVE_INFINITY;
    for (const second of this.#bySecond.keys()) oldest = Math.min(oldest, second);
    this.#forget(oldest);
    this.#floorSeconds = Math.max(this.#floorSeconds, oldest);
  }

  #forget(second: number): void {
    this.#entries -= this.#bySecond.get(second)?.digests.size ?? 0;
    this.#bySecond.delete(second);
  }
}

/** Now, in seconds: by the time of day, which timestamps speak of, and by a clock that never jumps. */
export type Moment = { readonly nowSeconds: number; readonly steadySeconds: number };

/** The calls of one timestamp, and when the last of them came. */
type Second = { readonly digests: Set<number>; usedAtSeconds: number };

/** 52 of its 256 bits, as a number: a quarter of the memory. Only the secret's holder could choose them. */
function digestOf(signature: string): number {
  return Number.parseInt(signature.slice(0, 13), 16);
}
