import type { InboxView, Row } from '@/lib/client/inbox';
import { parseCursor } from '@/lib/inbox/stream';

/** What a person was looking at when they took hold of the list: nothing above it may appear meanwhile. */
export type Hold = Readonly<{
  /** The newest `sortSeq` that could be on screen. */
  top: number;
  /** The cursor of what was on screen; bounds "mark all as read". */
  through: string;
  /** Of the rows that were on screen. */
  generation: number;
}>;

export type SteadyRows = Readonly<{
  rows: readonly Row[];
  /** Arrivals kept behind the pill. */
  behind: number;
  through: string;
}>;

/**
 * Takes hold of a view as it is now. What its cursor covers is no arrival, whenever its row comes in: after a
 * failed load is tried again, or when an undo brings it back.
 */
export function holdOf(view: InboxView): Hold {
  const { through, generation } = view;
  return { top: parseCursor(through)?.seq ?? topOf(view.rows), through, generation };
}

/**
 * What to show of a view. Without a hold, everything. With one, arrivals stay behind and the bound stays
 * where it was, so "mark all as read" never reaches what was not on screen. A hold from another history of
 * the database says nothing and is let go.
 */
export function steadyRows(view: InboxView, hold: Hold | null): SteadyRows {
  if (hold === null || isOfAnother(hold, view)) {
    return { rows: view.rows, behind: 0, through: view.through };
  }
  const rows = view.rows.filter((row) => row.sortSeq <= hold.top);
  return { rows, behind: view.rows.length - rows.length, through: hold.through };
}

/** All rows were replaced, by those of another run: its numbers may mean something else. */
function isOfAnother(hold: Hold, view: InboxView): boolean {
  return hold.generation !== view.generation && epochOf(hold.through) !== epochOf(view.through);
}

function epochOf(cursor: string): string | null {
  return parseCursor(cursor)?.epoch ?? null;
}

function topOf(rows: readonly Row[]): number {
  return rows.reduce((top, row) => Math.max(top, row.sortSeq), 0);
}
