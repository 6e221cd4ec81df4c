import { type InboxState, itemsOf } from './inbox-state';
import type { Filter, Marks, Notification } from './notification';
import { applyMark, countsOf, type MarkAs, matches } from './status';
import type { Counts, Cursor } from './stream';

/**
 * An action of this client that the server's state does not show yet, laid over it. `until` is null while
 * its answer is awaited, then the cursor at which the server's own state shows it. `at` is this client's
 * clock and only stands in for the server's time.
 */
export type Act = Readonly<{ key: string; at: string; until: Cursor | null }> &
  (
    | Readonly<{ kind: 'mark'; id: string; as: MarkAs }>
    | Readonly<{ kind: 'seen'; ids: ReadonlySet<string> }>
    | Readonly<{ kind: 'readAll'; filter: Filter; through: Cursor }>
    | Readonly<{ kind: 'undo'; rows: ReadonlyMap<string, Undone> }>
  );

/** What an operation that is being undone did to a row, and the row's `seq` then; infinite while that is not known. */
export type Undone = Readonly<{ seq: number; before: Marks<string>; after: Marks<string> }>;

/** A row as it is shown: the server's with the acts over it, in their order; the same object when none touches it. */
export function layOver(item: Notification, acts: readonly Act[]): Notification {
  let shown = item;
  for (const act of acts) {
    const marks = marksUnder(act, shown);
    if (marks !== shown) shown = { ...shown, ...marks };
  }
  return shown;
}

/**
 * The counts as they are shown, from scratch each time: what the server counts on rows that are not held,
 * plus what the held rows count as shown. Every row that came after a waiting "read all" is held, so what is
 * not held is read by it.
 */
export function shownCounts(state: InboxState, acts: readonly Act[]): Counts {
  if (acts.length === 0) return state.counts;
  const items = itemsOf(state);
  const held = sum(items.map(countsOf));
  const shown = sum(items.map((item) => countsOf(layOver(item, acts))));
  const readsRest = acts.some((act) => act.kind === 'readAll' && act.filter !== 'archived');
  const rest = readsRest
    ? { unread: 0, unseen: 0 }
    : { unread: state.counts.unread - held.unread, unseen: state.counts.unseen - held.unseen };
  // A page ahead of the counts may hold more than they count, until the sync it asked for is here.
  return { unread: Math.max(0, rest.unread + shown.unread), unseen: Math.max(0, rest.unseen + shown.unseen) };
}

/** The acts that still have to be laid over: those unanswered, and those whose answer the state has not reached. */
export function pendingActs(acts: readonly Act[], state: InboxState): readonly Act[] {
  const pending = acts.filter((act) => isPending(act, state));
  return pending.length === acts.length ? acts : pending;
}

/** An answer of another run counts as long as the state has heard of that run and not yet what is true in it. */
function isPending({ until }: Act, { epoch, seq, claim }: InboxState): boolean {
  if (until === null) return true;
  return until.epoch === epoch ? until.seq > seq : until.epoch === claim?.epoch;
}

/** The row's marks with the act over them; the row itself when it does not touch it. */
function marksUnder(act: Act, item: Notification): Marks<string> {
  if (act.kind === 'undo') return putBack(item, act.rows.get(item.id));
  const as = touches(act, item);
  return as === null ? item : applyMark(item, as, act.at);
}

/**
 * As the server undoes: field by field, what the operation changed and where the row still is as it left it. What
 * was read or archived since by another act was seen, whatever the operation found.
 */
function putBack(item: Notification, undone: Undone | undefined): Marks<string> {
  if (undone === undefined) return item;
  const { before, after, seq } = undone;
  const field = (name: keyof Marks<string>) => {
    const isChanged = (before[name] === null) !== (after[name] === null);
    return isChanged && (item.seq <= seq || item[name] === after[name]) ? before[name] : item[name];
  };
  // Nobody has read what was made unseen since, by an edit or by another undo.
  const isStillSeen = before.readAt === null || item.seq <= seq || item.seenAt === after.seenAt;
  const readAt = isStillSeen ? field('readAt') : item.readAt;
  const archivedAt = field('archivedAt');
  const seenAt = readAt === null && archivedAt === null ? field('seenAt') : item.seenAt;
  const same = readAt === item.readAt && archivedAt === item.archivedAt && seenAt === item.seenAt;
  return same ? item : { seenAt, readAt, archivedAt };
}

function touches(act: Exclude<Act, { kind: 'undo' }>, item: Notification): MarkAs | null {
  if (act.kind === 'mark') return act.id === item.id ? act.as : null;
  if (act.kind === 'seen') return act.ids.has(item.id) ? 'seen' : null;
  if (item.sortSeq > act.through.seq || !matches(act.filter, item)) return null;
  // As the server does: what an edit made unseen again after `through` was not on screen.
  return item.seenAt !== null || item.seq <= act.through.seq ? 'read' : null;
}

function sum(all: readonly Counts[]): Counts {
  return all.reduce((a, b) => ({ unread: a.unread + b.unread, unseen: a.unseen + b.unseen }), {
    unread: 0,
    unseen: 0,
  });
}
