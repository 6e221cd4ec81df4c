import type { Filter, Notification, RemovedFor } from './notification';
import { matches } from './status';
import type { Change, Counts, Cursor, FeedPage, InboxEvent } from './stream';

/** All that a client holds of one inbox. Only `reduce` makes the next one. */
export type InboxState = Readonly<{
  epoch: string;
  /** Everything that changed up to here is in `rows`, unless it was forgotten (see `floor`). */
  seq: number;
  /** Of `seq`; between the pages of one long sync still those of the `seq` before it. Never ahead of the rows. */
  counts: Counts;
  /** Every row heard of, shown or not, so that a late page cannot bring back an older version. */
  rows: ReadonlyMap<string, Held>;
  /** How far down each view is loaded; null: not loaded. */
  extents: Readonly<Record<Filter, Extent | null>>;
  /** Events that cannot be applied yet, oldest first. */
  buffered: readonly InboxEvent[];
  /** The newest thing we were told of and do not hold; null when there is none. */
  claim: Cursor | null;
  /** Pages have shown what is true up to here: beyond `seq` only for the rows that are on them. */
  ahead: number;
  /** In the middle of a long sync: a row that has changed again since is missing until that change comes. */
  midway: boolean;
  /** Rises with every reset: what was asked before it does not fit any more. */
  generation: number;
  /** A page older than this may hold a version older than one that was replaced or forgotten: it is not taken. */
  floor: number;
}>;

/** A row at its last change we know of; `item` is null for a tombstone, which says why it is one. */
export type Held = Readonly<{ seq: number; item: Notification | null; reason?: RemovedFor }>;

/** `bottom` is the lowest `sortSeq` that is loaded, 0 when all is; `next` asks for what is below, null when nothing is. */
export type Extent = Readonly<{ bottom: number; next: string | null }>;

/** What was true when something was asked, to judge the answer by. `anew`: ask without a cursor, to be given everything. */
export type Asked = Readonly<{ generation: number; from: Cursor; claim: Cursor | null; anew: boolean }>;

/** The state of a client that was given the first page of `inbox`. */
export function startState(page: Pick<FeedPage, 'items' | 'next' | 'counts'>, at: Cursor): InboxState {
  return {
    epoch: at.epoch,
    seq: at.seq,
    counts: page.counts,
    rows: new Map(page.items.map((item) => [item.id, { seq: item.seq, item }])),
    extents: { inbox: extentOf(page), unread: null, archived: null },
    buffered: [],
    claim: null,
    ahead: at.seq,
    midway: false,
    generation: 0,
    floor: at.seq,
  };
}

/** A client that may not show anything any more: its place in the stream, and nothing of the inbox. */
export function emptyState({ epoch, seq }: Cursor): InboxState {
  const nothing = { items: [], next: null, counts: { unread: 0, unseen: 0 } };
  return { ...startState(nothing, { epoch, seq }), extents: { inbox: null, unread: null, archived: null } };
}

export function askNow(state: InboxState): Asked {
  return {
    generation: state.generation,
    from: { epoch: state.epoch, seq: state.seq },
    claim: state.claim,
    // The server can prove that the cursor is of its history, and not the rest of what is held.
    anew: state.claim !== null && state.claim.epoch !== state.epoch && !isWhole(state),
  };
}

/** Whether all that is held is of one moment, the one that the cursor names. */
export function isWhole({ seq, ahead, midway }: InboxState): boolean {
  return !midway && seq >= ahead;
}

/** Whether something is known to be missing: then ask the server. */
export function isBehind(state: InboxState): boolean {
  return state.claim !== null;
}

/** Whether an answered page may be taken; if not, ask for it again. */
export function isUsablePage(state: InboxState, at: Cursor, asked: Asked): boolean {
  return asked.generation === state.generation && at.epoch === state.epoch && at.seq >= state.floor;
}

/** The rows of a view, newest first. `items` are the held ones as they are shown: see `overlay.ts`. */
export function rowsOf(
  items: readonly Notification[],
  filter: Filter,
  extent: Extent | null,
): Notification[] {
  if (extent === null) return [];
  return items
    .filter((item) => item.sortSeq >= extent.bottom && matches(filter, item))
    .sort((a, b) => b.sortSeq - a.sortSeq);
}

/** The rows that are gone, as far as they are remembered, and why. */
export function removedIn(state: InboxState): ReadonlyMap<string, RemovedFor> {
  return new Map([...state.rows].flatMap(([id, { reason }]) => (reason ? [[id, reason] as const] : [])));
}

/** The rows that exist, in no order. */
export function itemsOf(state: InboxState): Notification[] {
  return [...state.rows.values()].flatMap((held) => held.item ?? []);
}

export function hasMore(state: InboxState, filter: Filter): boolean {
  return (state.extents[filter]?.next ?? null) !== null;
}

/** The rows with these changes among them; of two versions of a row the newer stays. */
export function mergeChanges(rows: InboxState['rows'], changes: readonly Change[]): InboxState['rows'] {
  const merged = new Map(rows);
  for (const change of changes) {
    const id = 'item' in change ? change.item.id : change.id;
    const held = merged.get(id);
    if (held && held.seq >= change.seq) continue;
    const { seq } = change;
    // Servers before there was another reason gave none.
    merged.set(
      id,
      'item' in change
        ? { seq, item: change.item }
        : { seq, item: null, reason: change.reason ?? 'recalled' },
    );
  }
  return merged;
}

export function extentOf(page: Pick<FeedPage, 'items' | 'next'>): Extent {
  const last = page.items.at(-1);
  return { bottom: page.next === null || !last ? 0 : last.sortSeq, next: page.next };
}
