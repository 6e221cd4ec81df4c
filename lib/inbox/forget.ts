import type { Held, InboxState } from './inbox-state';
import { FILTERS } from './notification';
import { matches } from './status';

/** Rows held without being shown (tombstones, rows below what is loaded) before the oldest half is forgotten: some 500 kB. */
export const UNSHOWN_MAX = 1_000;

/**
 * The state without the oldest rows that no view shows, once there are too many. They were held so that a
 * late page cannot bring back an older version of them; in their place the floor rises to the newest that
 * was forgotten, and a page older than that is refused and asked again. Events and syncs need no such
 * memory: what they carry beyond `seq` is never older than what was held.
 */
export function forget(state: InboxState): InboxState {
  if (state.rows.size <= UNSHOWN_MAX) return state;
  const unshown = [...state.rows].filter(([, held]) => !isShown(state, held));
  if (unshown.length <= UNSHOWN_MAX) return state;

  const oldest = unshown.sort(([, a], [, b]) => a.seq - b.seq).slice(0, unshown.length - UNSHOWN_MAX / 2);
  const rows = new Map(state.rows);
  for (const [id] of oldest) rows.delete(id);
  const floor = Math.max(state.floor, oldest.at(-1)?.[1].seq ?? 0);
  return { ...state, rows, floor };
}

function isShown({ extents }: InboxState, { item }: Held): boolean {
  return (
    item !== null &&
    FILTERS.some((filter) => {
      const extent = extents[filter];
      return extent !== null && item.sortSeq >= extent.bottom && matches(filter, item);
    })
  );
}
