import type { Clock } from './clock';
import type { KeptActs } from './kept-acts';

/** IndexedDB has no time-outs, and there are browsers in which it hung for ever; nothing may wait for it longer. */
const KEEPING_MAX_MS = 3_000;

/** The same, but every call that takes too long rejects. */
export function keptInTime(kept: KeptActs, clock: Clock): KeptActs {
  function inTime<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const cancel = clock.after(KEEPING_MAX_MS, () =>
        reject(new Error('The browser keeps nothing just now.')),
      );
      work.finally(cancel).then(resolve, reject);
    });
  }
  return {
    list: () => inTime(kept.list()),
    add: (act) => inTime(kept.add(act)),
    begin: (key) => inTime(kept.begin(key)),
    cancel: (key, undoKey) => inTime(kept.cancel(key, undoKey)),
    refuse: (key) => inTime(kept.refuse(key)),
    remove: (key) => inTime(kept.remove(key)),
    lease: (owner, until) => inTime(kept.lease(owner, until)),
    release: (owner) => inTime(kept.release(owner)),
  };
}
