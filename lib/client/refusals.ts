import type { InboxState } from '@/lib/inbox/inbox-state';
import { applyMark, type MarkAs } from '@/lib/inbox/status';
import type { Mark } from './kept-act';

export type Refusals = Readonly<{
  /** Rows whose last action was refused, and which. */
  all(): ReadonlyMap<string, Mark>;
  /** `key` is the refused act's. */
  add(id: string, refusal: Readonly<{ did: Mark; key: string }>): void;
  forget(id: string): void;
  /** Looks at the state again: what it shows as wanted was not refused. Says whether that changed anything. */
  review(inbox: InboxState): boolean;
}>;

/** What each action of a row does to it. */
export const MARK_OF: Readonly<Record<Mark, MarkAs>> = {
  read: 'read',
  unread: 'unread',
  archive: 'archived',
  restore: 'restored',
};

/** What the server said no to. `forgotten` is told the key of every refusal that is not shown any more. */
export function createRefusals(forgotten: (key: string) => void): Refusals {
  const failed = new Map<string, Mark>();
  const keys = new Map<string, string>();

  function forget(id: string): void {
    const key = keys.get(id);
    failed.delete(id);
    keys.delete(id);
    if (key !== undefined) forgotten(key);
  }

  function isAsWanted(inbox: InboxState, id: string, did: Mark): boolean {
    const held = inbox.rows.get(id);
    if (held === undefined) return false;
    // What is gone has nothing left to be done to it.
    return held.item === null || applyMark(held.item, MARK_OF[did], 'now') === held.item;
  }

  return {
    all: () => failed,
    add(id, { did, key }) {
      if (keys.get(id) === key) return;
      forget(id);
      failed.set(id, did);
      keys.set(id, key);
    },
    forget,
    review(inbox) {
      const done = [...failed].filter(([id, did]) => isAsWanted(inbox, id, did));
      for (const [id] of done) forget(id);
      return done.length > 0;
    },
  };
}
