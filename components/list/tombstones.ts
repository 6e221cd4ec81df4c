import type { Row } from '@/lib/client/inbox';
import type { RemovedFor } from '@/lib/inbox/notification';

/** Stands for some seconds where a row stood that is gone. Of the row only its place is used. */
export type Tombstone = Readonly<{ row: Row; reason: RemovedFor }>;

/** The rows of a list that were taken back, or have expired, since it last looked like `before`. */
export function fallen(
  before: readonly Row[],
  rows: readonly Row[],
  removed: ReadonlyMap<string, RemovedFor>,
): readonly Tombstone[] {
  const there = new Set(rows.map(({ id }) => id));
  return before.flatMap((row) => {
    const reason = removed.get(row.id);
    return reason === undefined || there.has(row.id) ? [] : [{ row, reason }];
  });
}

/** The rows with the tombstones at their places among them. */
export function withTombstones(rows: readonly Row[], stones: readonly Tombstone[]): readonly Row[] {
  if (stones.length === 0) return rows;
  return [...rows, ...stones.map(({ row }) => row)].sort((a, b) => b.sortSeq - a.sortSeq);
}

/** What is said of one that went before somebody's eyes; null: nothing, for it was nobody's concern just now. */
export function goneSpeech({ row, reason }: Tombstone, wasFocused: boolean): string | null {
  const what = wasFocused
    ? 'This notification'
    : row.severity === 'critical'
      ? 'A critical notification'
      : null;
  // Not what it said: that is what was taken back.
  return what && `${what} ${reason === 'recalled' ? 'was recalled.' : 'has expired.'}`;
}
