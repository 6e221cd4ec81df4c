import { Mismatch } from '../mismatch';

/** What has arrived, in order, for one reader that waits; it gives up when the case's time is over. */
export class Inbox<Item> {
  readonly #signal: AbortSignal;
  readonly #items: Item[] = [];
  #ended: string | null = null;
  #wake: (() => void) | null = null;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener('abort', () => this.#wake?.());
  }

  put(item: Item): void {
    this.#items.push(item);
    this.#wake?.();
  }

  /** Nothing more will come, for this reason; the first reason counts. */
  end(why: string): void {
    this.#ended ??= why;
    this.#wake?.();
  }

  /** What nobody has taken yet. */
  rest(): readonly Item[] {
    return [...this.#items];
  }

  /** Takes all that has come. */
  drain(): readonly Item[] {
    return this.#items.splice(0);
  }

  /** The next item. @throws Mismatch when none comes in time, or none can come any more. */
  async take(what: string): Promise<Item> {
    const item = await this.takeOrEnd(what);
    if (item === null) throw new Mismatch('what came', { expected: what, received: this.#ended });
    return item;
  }

  /** The next item, or null when none can come any more. @throws Mismatch when none comes in time. */
  async takeOrEnd(what: string): Promise<Item | null> {
    for (;;) {
      const item = this.#items.shift();
      if (item !== undefined) return item;
      if (this.#ended !== null) return null;
      if (this.#signal.aborted)
        throw new Mismatch('what came', { expected: what, received: 'nothing in time' });
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
