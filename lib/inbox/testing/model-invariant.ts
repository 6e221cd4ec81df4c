import { type InboxState, itemsOf, rowsOf } from '../inbox-state';
import { FILTERS, type Notification } from '../notification';
import { type Act, layOver, shownCounts } from '../overlay';
import { countsOf, matches } from '../status';
import type { Counts } from '../stream';
import type { ModelInbox } from './model-inbox';

/**
 * Throws unless the client holds the newest version of every loaded row whose change is at or below its seq,
 * nothing that never was, and the counts of `countsSeq`. In the middle of a long sync, a row that changes
 * again before its `target` comes with that change; and what a page from `ahead` did not show any more is not missed.
 */
export function checkState(
  state: InboxState,
  { countsSeq, target, ahead }: { countsSeq: number; target: number; ahead: number },
  server: ModelInbox,
): void {
  const history = server.historyOf(state.epoch);
  if (!history) throw new Error(`The client is in the history ${state.epoch}, which never was.`);
  if (state.seq > history.head()) throw new Error(`The client is at ${state.seq}, beyond the head.`);
  same('counts', state.counts, history.countsAt(countsSeq));

  for (const id of history.ids()) {
    const held = state.rows.get(id);
    const is = history.entryAt(id, state.seq);
    const comes = (history.entryAt(id, target)?.seq ?? 0) > state.seq;
    const wasSeenGone = (history.entryAt(id, ahead)?.seq ?? 0) > state.seq;
    if (!comes && held && held.seq <= state.seq && held.item !== is?.item && (held.item || is?.item)) {
      throw new Error(`${id} is held as of ${held.seq}, but at ${state.seq} it was as of ${is?.seq}.`);
    }
    if (held && held.seq > state.seq && history.entryAt(id, held.seq)?.seq !== held.seq) {
      throw new Error(`${id} is held as of ${held.seq}, when nothing happened to it.`);
    }
    if (!comes && !wasSeenGone && !held && is?.item && isLoaded(state, is.item)) {
      throw new Error(`${id} is not held, but stands in a view that is loaded down to it.`);
    }
  }
  for (const [id, held] of state.rows) {
    if (!history.entryAt(id, held.seq)) throw new Error(`${id} is held and never was.`);
  }
  for (const filter of FILTERS) {
    const places = rowsOf(itemsOf(state), filter, state.extents[filter]).map(({ sortSeq }) => sortSeq);
    if (places.some((place, n) => n > 0 && place >= (places[n - 1] ?? 0))) {
      throw new Error(`The view ${filter} is out of order: ${places}`);
    }
  }
}

/** Throws unless, where every row is held, the counts shown are those of the rows shown. */
export function checkShown(state: InboxState, acts: readonly Act[], countsSeq: number): void {
  const shown = shownCounts(state, acts);
  if (shown.unread < 0 || shown.unseen < 0) throw new Error('Fewer than nothing is shown.');
  const isWhole = FILTERS.every((filter) => state.extents[filter]?.bottom === 0);
  const isAhead = [...state.rows.values()].some(({ seq }) => seq > state.seq);
  if (!isWhole || isAhead || countsSeq !== state.seq) return;
  same('shown counts', shown, totalOf(itemsOf(state).map((item) => layOver(item, acts))));
}

function totalOf(items: readonly Notification[]): Counts {
  const each = items.map(countsOf);
  return {
    unread: each.reduce((sum, { unread }) => sum + unread, 0),
    unseen: each.reduce((sum, { unseen }) => sum + unseen, 0),
  };
}

function isLoaded({ extents }: InboxState, item: Notification): boolean {
  return FILTERS.some((filter) => {
    const extent = extents[filter];
    return extent !== null && item.sortSeq >= extent.bottom && matches(filter, item);
  });
}

function same(what: string, is: Counts, should: Counts): void {
  if (is.unread === should.unread && is.unseen === should.unseen) return;
  throw new Error(`${what}: ${JSON.stringify(is)} instead of ${JSON.stringify(should)}`);
}
