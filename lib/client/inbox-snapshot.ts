import { hasMore, itemsOf, removedIn, rowsOf } from '@/lib/inbox/inbox-state';
import { FILTERS, type Filter, type Notification } from '@/lib/inbox/notification';
import { type Act, layOver, shownCounts } from '@/lib/inbox/overlay';
import { formatCursor } from '@/lib/inbox/stream';
import type { Held } from './held-inbox';
import type { InboxSnapshot, InboxView, Row } from './inbox';
import type { PageState } from './inbox-pages';

/** What the interface sees of what is held. Rows that did not change are the same objects as before, so that only what changed is drawn. */
export function snapshotOf(
  held: Held,
  given: {
    pages: Readonly<Record<Filter, PageState>>;
    failed: ReadonlyMap<string, NonNullable<Row['failed']>>;
    before?: InboxSnapshot;
  },
): InboxSnapshot {
  const { inbox, acts } = held;
  const known = rowsBefore(given.before);
  const made = new Map<string, Row>();
  const items = itemsOf(inbox).map((item) => layOver(item, acts));
  // One object for a row, in however many views it stands.
  const rowFor = (item: Notification): Row => {
    const waiting = isWaiting(item, acts);
    const unsent = waiting && held.unsent.count > 0;
    const state = { waiting, unsent, failed: given.failed.get(item.id) ?? null };
    const row = made.get(item.id) ?? sameOr(known.get(item.id), item, state);
    made.set(item.id, row);
    return row;
  };
  const view = (filter: Filter): InboxView => {
    return {
      rows: rowsOf(items, filter, inbox.extents[filter]).map(rowFor),
      through: formatCursor({ epoch: inbox.epoch, seq: inbox.seq }),
      generation: inbox.generation,
      more: hasMore(inbox, filter),
      ...given.pages[filter],
    };
  };
  return {
    status: statusOf(held),
    syncedAt: held.syncedAt,
    counts: shownCounts(inbox, acts),
    views: { inbox: view('inbox'), unread: view('unread'), archived: view('archived') },
    removed: sameMap(given.before?.removed, removedIn(inbox)),
    undoable: held.undoable,
    unsent: held.unsent,
    undone: held.undone,
    problem: held.problem,
  };
}

/** The same object while it says the same: tombstones only ever come and are forgotten. */
function sameMap<Value>(known: ReadonlyMap<string, Value> | undefined, now: ReadonlyMap<string, Value>) {
  const isSame = known?.size === now.size && [...now].every(([id, value]) => known.get(id) === value);
  return isSame ? known : now;
}

/** `live` is a promise: subscribed, and everything from before the subscription fetched since. */
function statusOf({ signedOut, link, synced }: Held): InboxSnapshot['status'] {
  if (signedOut) return 'signed-out';
  if (link === 'down' || link === 'refused') return 'stale';
  return link === 'subscribed' && synced ? 'live' : 'syncing';
}

function isWaiting(item: Notification, acts: readonly Act[]): boolean {
  return acts.some((act) => act.kind === 'mark' && act.id === item.id && act.until === null);
}

function rowsBefore(before: InboxSnapshot | undefined): ReadonlyMap<string, Row> {
  const known = new Map<string, Row>();
  if (before)
    for (const filter of FILTERS) for (const row of before.views[filter].rows) known.set(row.id, row);
  return known;
}

/** Compared in full: after an old copy was restored, the same row may say something else under the same `seq`. */
function sameOr(
  known: Row | undefined,
  item: Notification,
  state: Pick<Row, 'waiting' | 'unsent' | 'failed'>,
): Row {
  // `Object.keys` forgets that the keys are the row's own.
  const keys = Object.keys(item) as (keyof Notification)[];
  const same =
    known !== undefined &&
    known.waiting === state.waiting &&
    known.unsent === state.unsent &&
    known.failed === state.failed &&
    keys.every((key) => known[key] === item[key]);
  return same ? known : { ...item, ...state };
}
