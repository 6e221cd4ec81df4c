import { itemsOf } from '@/lib/inbox/inbox-state';
import type { Marks, Notification } from '@/lib/inbox/notification';
import { type Act, layOver, type Undone } from '@/lib/inbox/overlay';
import type { Hold } from './held-inbox';
import type { Undoable } from './inbox';
import type { MutationAnswer } from './overlays';

/** One thing that a person did in this tab, from the press until it was undone or is forgotten. */
export type Doing = {
  readonly did: Undoable['did'];
  /** Of its overlay. */
  readonly key: string;
  /** The one row it is about; null: many. */
  readonly row: string | null;
  /** `lost`: nothing was answered; it may have been done or not. */
  state: 'under way' | 'done' | 'failed' | 'lost';
  /** What to call it at the server; null while that is not known, and when it changed nothing. */
  operation: string | null;
  /** What it does to the rows that are known here, so that undoing it can be shown at once. */
  rows: ReadonlyMap<string, Undone>;
  /** Leaves the queue; false: it was asked for already. */
  leave(): boolean;
  /** The overlay of its undoing, once that was asked for. */
  undoKey: string | null;
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
  if (changes === undefined) return new Map([...rows].map(([id, undone]) => [id, { ...undone, seq }]));
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
