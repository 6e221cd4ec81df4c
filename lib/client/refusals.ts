import { type InboxState, itemsOf } from '@/lib/inbox/inbox-state';
import { type Act, layOver, shownCounts } from '@/lib/inbox/overlay';
import { applyMark, type MarkAs } from '@/lib/inbox/status';
import type { Row } from './inbox';

type Did = NonNullable<Row['failed']>;

export type Refusals = Readonly<{
  /** Rows whose last action was refused, and which. */
  all(): ReadonlyMap<string, Did>;
  add(id: string, did: Did): void;
  forget(id: string): void;
  /** An act on many rows had no answer; `whenDone` is called if it turns out to be done. */
  doubt(act: Act, whenDone: () => void): void;
  /** Another act has begun: nobody waits for the doubtful one any more. */
  doubtNoMore(): void;
  /** Looks at the state again: what it shows as wanted was not refused. Says whether that changed anything. */
  review(inbox: InboxState): boolean;
}>;

/** What each action of a row does to it. */
export const MARK_OF: Readonly<Record<Did, MarkAs>> = {
  read: 'read',
  unread: 'unread',
  archive: 'archived',
  restore: 'restored',
};

/** What the server did not do, as far as it is known: an answer that was lost looks like a refusal until the next sync. */
export function createRefusals(): Refusals {
  const failed = new Map<string, Did>();
  let doubtful: { act: Act; whenDone: () => void } | null = null;

  function isAsWanted(inbox: InboxState, id: string, did: Did): boolean {
    const held = inbox.rows.get(id);
    if (held === undefined) return false;
    // What is gone has nothing left to be done to it.
    return held.item === null || applyMark(held.item, MARK_OF[did], 'now') === held.item;
  }

  return {
    all: () => failed,
    add: (id, did) => void failed.set(id, did),
    forget: (id) => void failed.delete(id),
    doubt(act, whenDone) {
      doubtful = { act, whenDone };
    },
    doubtNoMore() {
      doubtful = null;
    },
    review(inbox) {
      const done = [...failed].filter(([id, did]) => isAsWanted(inbox, id, did));
      for (const [id] of done) failed.delete(id);
      if (doubtful === null || !isDone(inbox, doubtful.act)) return done.length > 0;
      const { whenDone } = doubtful;
      doubtful = null;
      whenDone();
      return true;
    },
  };
}

/** Whether laying it over would change nothing more, on the rows that are held or in the counts of the others. */
function isDone(inbox: InboxState, act: Act): boolean {
  if (itemsOf(inbox).some((item) => layOver(item, [act]) !== item)) return false;
  if (act.kind === 'undo') return act.rows.size > 0;
  return shownCounts(inbox, [act]).unread === inbox.counts.unread;
}
