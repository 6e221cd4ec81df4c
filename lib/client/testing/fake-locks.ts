import type { TabLocks } from '../speaking-tab';

type Entry = {
  name: string;
  run: () => Promise<unknown>;
  settle: (outcome: Promise<unknown>) => void;
  /** Ends the wait, or lets go of what is held, as if it had never been. */
  abort: () => void;
};

/**
 * The locks of one browser after the rules of the Web Locks API, as far as they are used: first come, first served; who steals
 * ends the holder's request; who waits may leave by a signal. Grants come in a turn of their own.
 */
export function createFakeLocks() {
  const held = new Map<string, Entry>();
  let waiting: readonly Entry[] = [];

  function grant(entry: Entry): void {
    held.set(entry.name, entry);
    const running = Promise.resolve().then(entry.run);
    const free = () => {
      if (held.get(entry.name) === entry) release(entry.name);
    };
    entry.settle(running);
    running.then(free, free);
  }

  function release(name: string): void {
    held.delete(name);
    const next = waiting.find((one) => one.name === name);
    if (next === undefined) return;
    waiting = waiting.filter((one) => one !== next);
    grant(next);
  }

  async function request(name: string, options: LockOptions, run: () => Promise<unknown>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const abort = () => reject(new DOMException('Gone.', 'AbortError'));
      const entry: Entry = { name, run, abort, settle: (outcome) => outcome.then(resolve, reject) };
      if (options.steal) {
        held.get(name)?.abort();
        grant(entry);
        return;
      }
      options.signal?.addEventListener('abort', () => {
        if (!waiting.includes(entry)) return;
        waiting = waiting.filter((one) => one !== entry);
        abort();
      });
      waiting = [...waiting, entry];
      if (!held.has(name)) release(name);
    });
  }

  return {
    // `request` has overloads, and generics for what the callback answers, that no caller here needs.
    locks: { request } as unknown as TabLocks,
    /** The names that are held, and how many wait. */
    held: (): readonly string[] => [...held.keys()],
    waiting: () => waiting.length,
  };
}
