import type { Filter, Notification } from '../notification';
import { applyMark, type MarkAs, matches } from '../status';
import {
  type Change,
  type Cursor,
  type FeedPage,
  formatCursor,
  type InboxEvent,
  type SyncAnswer,
} from '../stream';
import { createModelHistory, type Entry, type ModelHistory } from './model-history';
import { moment, row } from './rows';

/** Bounds of the model; small ones bring thin events, long syncs and resets about quickly. */
export type ModelLimits = Readonly<{
  fatChanges: number;
  syncPage: number;
  resetAfter: number;
  feedPage: number;
}>;

const USUAL: ModelLimits = { fatChanges: 20, syncPage: 200, resetAfter: 500, feedPage: 50 };

/** A server's inbox in a few lines of memory, after the protocol's description and not after the store's code. */
export function createModelInbox(limits: ModelLimits = USUAL) {
  let history = createModelHistory('e1');
  const histories = new Map([[history.epoch, history]]);
  /** The runs that this history is made of: where the stream stood when each began, and when it ended. */
  let runs = new Map([[history.epoch, { begun: 0, ended: Number.POSITIVE_INFINITY }]]);
  const operations = new Map<string, readonly Readonly<{ before: Notification; after: Notification }>[]>();
  let floor = 0;
  let made = 0;

  const counts = () => ({ ...history.countsAt(history.head()) });
  const cursor = () => formatCursor({ epoch: history.epoch, seq: history.head() });
  const now = () => moment(100_000 + history.head());
  const find = (id: string) => history.entryAt(id, history.head())?.item ?? null;
  const has = ({ epoch, seq }: Cursor) =>
    seq <= Math.min(history.head(), runs.get(epoch)?.ended ?? Number.NEGATIVE_INFINITY);

  /** Another run begins, with this much of what there is. */
  function begin(epoch: string, keep: number): void {
    const kept = [...runs].filter(([, { begun }]) => begun <= keep);
    runs = new Map(kept.map(([name, { begun, ended }]) => [name, { begun, ended: Math.min(ended, keep) }]));
    runs.set(epoch, { begun: keep, ended: Number.POSITIVE_INFINITY });
    history = history.fork(epoch, keep);
    histories.set(epoch, history);
  }

  function eventAfter(from: number): InboxEvent {
    const changes = history.changedAfter(from).map(changeOf);
    const event: InboxEvent = { v: 1, epoch: history.epoch, from, seq: history.head(), counts: counts() };
    return changes.length > limits.fatChanges ? event : { ...event, changes };
  }

  /** Changes rows in one commit; `as` answers the same row for no change. */
  function commit(items: readonly Notification[], change: (item: Notification) => Notification) {
    const from = history.head();
    const changed = items.flatMap((before) => {
      const after = change(before);
      return after === before ? [] : [{ before, after }];
    });
    for (const { after } of changed) history.add(after.id, (seq) => ({ ...after, seq }));
    let operation: string | null = null;
    if (changed.length > 0) {
      made += 1;
      operation = `op-${made}`;
      operations.set(operation, changed);
    }
    return { operation, event: eventAfter(from) };
  }
  const marked = (as: MarkAs) => (item: Notification) => {
    const marks = applyMark(item, as, now());
    return marks === item ? item : { ...item, ...marks };
  };

  function page(filter: Filter, before: number | null): Pick<FeedPage, 'items' | 'next'> {
    const found = history
      .rows()
      .filter((item) => matches(filter, item) && (before === null || item.sortSeq < before))
      .sort((a, b) => b.sortSeq - a.sortSeq);
    const items = found.slice(0, limits.feedPage);
    return { items, next: found.length > items.length ? String(items.at(-1)?.sortSeq) : null };
  }

  return {
    history: (): ModelHistory => history,
    historyOf: (epoch: string): ModelHistory | undefined => histories.get(epoch),
    cursor,
    counts,
    find,
    eventAfter,
    /** New rows, each with its own seq in one commit. */
    append(count = 1, more: Partial<Notification> = {}): InboxEvent {
      const from = history.head();
      for (let n = 0; n < count; n += 1) {
        made += 1;
        const id = `n${made}`;
        history.add(id, (seq) => row(id, seq, more));
      }
      return eventAfter(from);
    },
    /** Null when there is no such row. Nothing is done to a text that nobody has seen, for one that was `shown` before. */
    mark(id: string, as: MarkAs, shown?: string | null) {
      const item = find(id);
      if (!item) return null;
      const isOther = shown !== undefined && item.seenAt === null && item.editedAt !== shown;
      return commit(isOther ? [] : [item], marked(as));
    },
    view: (ids: readonly string[]) => ({
      ...commit(
        ids.flatMap((id) => find(id) ?? []),
        marked('seen'),
      ),
      operation: null,
    }),
    /** Null when `through` is not of this history. */
    readAll(filter: Filter, through: Cursor) {
      if (!has(through)) return null;
      const isShown = (item: Notification) => item.seenAt !== null || item.seq <= through.seq;
      const items = history
        .rows()
        .filter((item) => item.sortSeq <= through.seq && isShown(item) && matches(filter, item));
      return commit(items, marked('read'));
    },
    /** Null when there is no such operation. */
    undo(operation: string) {
      const done = operations.get(operation);
      if (!done) return null;
      operations.delete(operation);
      const changes = new Map(done.map((one) => [one.after.id, one]));
      const items = done.flatMap(({ after }) => find(after.id) ?? []);
      return commit(items, (item) => {
        const { before, after } = changes.get(item.id) ?? { before: item, after: item };
        // Field by field, where it still is as the operation left it; what was read or archived since was seen.
        const back = (field: 'seenAt' | 'readAt' | 'archivedAt') =>
          item[field] === after[field] ? before[field] : item[field];
        const [readAt, archivedAt] = [back('readAt'), back('archivedAt')];
        const seenAt = readAt === null && archivedAt === null ? back('seenAt') : item.seenAt;
        const isSame = readAt === item.readAt && archivedAt === item.archivedAt && seenAt === item.seenAt;
        return isSame ? item : { ...item, seenAt, readAt, archivedAt };
      });
    },
    /** `again`: it is to be read again. */
    edit(id: string, title: string, again = false): InboxEvent | null {
      const item = find(id);
      const unread = again ? { seenAt: null, readAt: null } : {};
      return item && commit([item], (before) => ({ ...before, ...unread, title, editedAt: now() })).event;
    },
    recall(id: string): InboxEvent | null {
      if (!find(id)) return null;
      return eventAfter(history.add(id, () => null).seq - 1);
    },
    /** Forgets what was taken back so far: an older cursor must begin anew. */
    purge(): void {
      floor = history.head();
    },
    restart: (epoch: string): void => begin(epoch, history.head()),
    /** An old copy of the database is put back: everything after `keep` never happened. */
    restore(epoch: string, keep: number): void {
      begin(epoch, keep);
      operations.clear();
      floor = 0;
    },
    sync(from: Cursor | null): SyncAnswer {
      const head = history.head();
      const continues = from !== null && has(from) && from.seq >= floor;
      const changed = continues ? history.changedAfter(from.seq) : [];
      if (!continues || changed.length > limits.resetAfter) {
        return { reset: true, cursor: cursor(), counts: counts(), ...page('inbox', null) };
      }
      const shown = changed.slice(0, limits.syncPage);
      const more = shown.length < changed.length;
      const seq = more ? (shown.at(-1)?.seq ?? head) : head;
      return {
        cursor: formatCursor({ epoch: history.epoch, seq }),
        counts: counts(),
        changes: shown.map(changeOf),
        more,
      };
    },
    feed: (filter: Filter, before: number | null): FeedPage => ({
      ...page(filter, before),
      cursor: cursor(),
      counts: counts(),
    }),
    /** A whole view, newest first. */
    all: (filter: Filter): readonly Notification[] =>
      history
        .rows()
        .filter((item) => matches(filter, item))
        .sort((a, b) => b.sortSeq - a.sortSeq),
  };
}

export type ModelInbox = ReturnType<typeof createModelInbox>;

function changeOf({ seq, id, item }: Entry): Change {
  return item ? { seq, item } : { seq, id, removed: true };
}
