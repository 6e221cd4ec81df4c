import type { Notification } from '../notification';
import { countsOf } from '../status';
import type { Counts } from '../stream';

/** What happened to one row: its state from then on, or null when it went. */
export type Entry = Readonly<{ seq: number; id: string; item: Notification | null }>;

/** One inbox's log as one run has it, from which everything that was ever true in it can be told. */
export type ModelHistory = Readonly<{
  epoch: string;
  head(): number;
  ids(): Iterable<string>;
  add(id: string, make: (seq: number) => Notification | null): Entry;
  /** The row's newest entry whose seq is at most this. */
  entryAt(id: string, seq: number): Entry | undefined;
  countsAt(seq: number): Counts;
  /** The newest entry of each row that changed after `seq`, oldest first. */
  changedAfter(seq: number): readonly Entry[];
  /** The rows that exist now, in no order. */
  rows(): readonly Notification[];
  /** The log of another run, which begins like this one. */
  fork(epoch: string, keep: number): ModelHistory;
}>;

export function createModelHistory(epoch: string, past: readonly Entry[] = []): ModelHistory {
  const log: Entry[] = [];
  const counts: Counts[] = [{ unread: 0, unseen: 0 }];
  const byId = new Map<string, Entry[]>();

  function push(entry: Entry): void {
    const mine = byId.get(entry.id) ?? [];
    const was = countsOfEntry(mine.at(-1));
    const is = countsOfEntry(entry);
    const all = counts.at(-1) ?? was;
    counts.push({
      unread: all.unread - was.unread + is.unread,
      unseen: all.unseen - was.unseen + is.unseen,
    });
    byId.set(entry.id, [...mine, entry]);
    log.push(entry);
  }
  for (const entry of past) push(entry);
  const newest = () => [...byId.values()].flatMap((entries) => entries.at(-1) ?? []);

  return {
    epoch,
    head: () => log.length,
    ids: () => byId.keys(),
    add(id, make) {
      const seq = log.length + 1;
      const entry = { seq, id, item: make(seq) };
      push(entry);
      return entry;
    },
    entryAt: (id, seq) => byId.get(id)?.findLast((entry) => entry.seq <= seq),
    countsAt(seq) {
      const found = counts[seq];
      if (!found) throw new Error(`The history ${epoch} has no ${seq}.`);
      return found;
    },
    changedAfter: (seq) =>
      newest()
        .filter((entry) => entry.seq > seq)
        .sort((a, b) => a.seq - b.seq),
    rows: () => newest().flatMap(({ item }) => item ?? []),
    fork: (name, keep) => createModelHistory(name, log.slice(0, keep)),
  };
}

function countsOfEntry(entry: Entry | undefined): Counts {
  return entry?.item ? countsOf(entry.item) : { unread: 0, unseen: 0 };
}
