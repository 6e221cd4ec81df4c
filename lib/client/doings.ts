import { itemsOf } from '@/lib/inbox/inbox-state';
import type { Marks, Notification } from '@/lib/inbox/notification';
import { type Act, layOver, type Undone } from '@/lib/inbox/overlay';
import type { Hold } from './held-inbox';
import type { Undoable } from './inbox';
import type { MutationAnswer } from './overlays';

/** One thing that a person did, from the press until it was undone or is forgotten. */
export type Doing = {
  /** Of its overlay and of its request. */
  readonly key: string;
  readonly did: Undoable['did'];
  /** The one row it is about; null: many, or unknown. */
  readonly row: string | null;
  /** It was done on this page, and not in another tab or before. */
  readonly here: boolean;
  state: 'waiting' | 'done';
  /** What to call it at the server. */
  operation: string;
  count: number | null;
  /** What it does to the rows that are known here, so that undoing it can be shown at once. */
  rows: ReadonlyMap<string, Undone>;
  /** The act that undoes it, once that was asked for. */
  undoing: string | null;
};

/** As many as can be undone; older ones are forgotten. */
export const DOINGS_MAX = 20;

/** What this act does to the rows that are held, as they stand at the server. */
export function rowsTouched(hold: Hold, key: string): Doing['rows'] {
  const { acts, inbox } = hold.now();
  const act = acts.find((one) => one.key === key);
  if (act === undefined) return new Map();
  return new Map(itemsOf(inbox).flatMap((item) => undoneOf(item, act)));
}

/** The same with what the server says that it did: which rows, when, and as which change. */
export function rowsAnswered(rows: Doing['rows'], answer: MutationAnswer): Doing['rows'] {
  if (!answer.ok) return rows;
  const { seq, changes } = answer.value.event;
  // The answer to a key that was known already carries no changes: which rows it was is not said a second time.
  if (changes === undefined || changes.length === 0) {
    return new Map([...rows].map(([id, undone]) => [id, { ...undone, seq }]));
  }
  const known = changes.flatMap((change): [string, Undone][] => {
    const undone = 'item' in change ? rows.get(change.item.id) : undefined;
    if (undone === undefined || !('item' in change)) return [];
    return [[change.item.id, { ...undone, seq: change.seq, after: marksOf(change.item) }]];
  });
  return new Map(known);
}

function undoneOf(item: Notification, act: Act): [string, Undone][] {
  const after = layOver(item, [act]);
  if (after === item) return [];
  return [[item.id, { seq: Number.POSITIVE_INFINITY, before: marksOf(item), after: marksOf(after) }]];
}

function marksOf({ seenAt, readAt, archivedAt }: Notification): Marks<string> {
  return { seenAt, readAt, archivedAt };
}
