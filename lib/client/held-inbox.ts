import type { InboxState } from '@/lib/inbox/inbox-state';
import type { Act } from '@/lib/inbox/overlay';
import type { Input } from '@/lib/inbox/reducer';
import type { InboxEvent } from '@/lib/inbox/stream';
import type { InboxSnapshot, Undoable } from './inbox';
import type { ChannelState } from './link';

/** All that a snapshot is made of. Replaced, never changed. */
export type Held = Readonly<{
  inbox: InboxState;
  acts: readonly Act[];
  link: ChannelState;
  /** Everything up to now was told since the connection last changed. */
  synced: boolean;
  syncedAt: number | null;
  signedOut: boolean;
  undoable: readonly Undoable[];
  /** Acts that wait while the line is in doubt, and those of them that this browser could not keep. */
  unsent: InboxSnapshot['unsent'];
  undone: number;
  problem: string | null;
}>;

/** The one holder of what is known, as its parts see it. */
export type Hold = Readonly<{
  now(): Held;
  change(change: Partial<Held>): void;
  hear(input: Input): void;
  /** The server's answer to an act of this tab: heard here, and told to the other tabs. */
  answered(event: InboxEvent): void;
  /** Something may have been missed: ask soon. */
  syncSoon(): void;
  /** The server said that nobody is signed in. */
  signOut(): void;
}>;

/** What is held before anything was heard or done. */
export function startHeld(inbox: InboxState): Held {
  return {
    inbox,
    acts: [],
    link: 'connecting',
    synced: false,
    syncedAt: null,
    signedOut: false,
    undoable: [],
    unsent: { count: 0, unkept: 0 },
    undone: 0,
    problem: null,
  };
}
