/** The last event of a cache channel. */
export type LastEvent = { readonly name: string; readonly data: string };

/**
 * Remembers the last event of each cache channel, for a while and in bounded number, whether or not anybody
 * is subscribed. The channel heard of longest ago is forgotten first.
 */
export class LastEvents {
  readonly #byChannel = new Map<string, LastEvent & { readonly atMs: number }>();
  readonly #maxEvents: number;
  readonly #keepMs: number;

  constructor(limits: { readonly maxCachedEvents: number; readonly cacheSeconds: number }) {
    this.#maxEvents = limits.maxCachedEvents;
    this.#keepMs = limits.cacheSeconds * 1_000;
  }

  set(channel: string, { name, data }: LastEvent, nowMs: number): void {
    // Deleted first, so that it becomes the youngest in the Map's order.
    this.#byChannel.delete(channel);
    this.#byChannel.set(channel, { name, data, atMs: nowMs });
    if (this.#byChannel.size <= this.#maxEvents) return;
    for (const oldest of this.#byChannel.keys()) {
      this.#byChannel.delete(oldest);
      return;
    }
  }

  get(channel: string, nowMs: number): (LastEvent & { readonly ttlSeconds: number }) | null {
    const found = this.#byChannel.get(channel);
    if (!found) return null;
    const leftMs = found.atMs + this.#keepMs - nowMs;
    if (leftMs > 0) return { name: found.name, data: found.data, ttlSeconds: Math.ceil(leftMs / 1_000) };
    this.#byChannel.delete(channel);
    return null;
  }
}
