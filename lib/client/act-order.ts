import { type KeptAct, markIn } from './kept-act';

/** One act in the queue. */
export type Entry = {
  readonly act: KeptAct;
  /** The one row it is about; null: many, or unknown. */
  readonly row: string | null;
  /** `held`: whether it is asked for at all is being found out. */
  state: 'saving' | 'held' | 'waiting' | 'asked';
  /** Where it is kept; null: it is not, or not yet. */
  place: number | null;
  /** It may have been asked for, by whichever tab. */
  begun: boolean;
  /** Settles when it is kept, or cannot be. */
  saved: Promise<void>;
  tries: number;
  askedAt: number;
  abort: AbortController;
};

export type ActOrder = Readonly<{
  all(): readonly Entry[];
  find(key: string): Entry | undefined;
  add(act: KeptAct, more: Pick<Entry, 'state' | 'place' | 'begun'>): Entry;
  forget(entry: Entry): void;
  /** Something before it must be answered first: on its row, or about many rows, or it is about many itself. */
  isBlocked(entry: Entry): boolean;
  /** Those whose turn it is. */
  ready(): readonly Entry[];
}>;

/** The acts that wait, in the order in which they were done in all tabs; what is not kept yet is the newest. */
export function createActOrder(): ActOrder {
  let entries: readonly Entry[] = [];

  function isBlocked(entry: Entry): boolean {
    for (const one of entries) {
      if (one === entry) return false;
      if (one.row === null || entry.row === null || one.row === entry.row) return true;
    }
    return false;
  }

  return {
    all: () => entries,
    find: (key) => entries.find(({ act }) => act.key === key),
    add(act, more) {
      const entry: Entry = {
        ...more,
        act,
        row: markIn(act.deed)?.id ?? null,
        saved: Promise.resolve(),
        tries: 0,
        askedAt: 0,
        abort: new AbortController(),
      };
      const after = entries.findIndex(({ place }) => (place ?? Infinity) > (more.place ?? Infinity));
      const at = after < 0 ? entries.length : after;
      entries = [...entries.slice(0, at), entry, ...entries.slice(at)];
      return entry;
    },
    forget(entry) {
      entries = entries.filter((one) => one !== entry);
    },
    isBlocked,
    ready: () => entries.filter((entry) => entry.state === 'waiting' && !isBlocked(entry)),
  };
}
