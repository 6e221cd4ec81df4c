import type { Filter, Notification, RemovedFor } from '@/lib/inbox/notification';
import type { Counts } from '@/lib/inbox/stream';
import type { RealtimeSettings } from '@/lib/realtime/settings';

/**
 * The live inbox as the interface sees it. The store knows nothing of React; one exists for a page's life
 * and owns the one connection. `getSnapshot` answers the same object until something changed.
 */
export type InboxStore = Readonly<{
  getSnapshot(): InboxSnapshot;
  /** Calls back after every change; answers the unsubscribe. */
  subscribe(listener: () => void): () => void;
  /** Connects and keeps in sync; answers the stop. Starting twice shares one connection. */
  start(): () => void;
  actions: InboxActions;
}>;

/** All act at once on screen; a refusal puts the row back and says so in `row.failed`. None of them throws. */
export type InboxActions = Readonly<{
  read(id: string): void;
  unread(id: string): void;
  /** Its link was followed here: that reads it, and is noted. */
  click(id: string): void;
  archive(id: string): void;
  restore(id: string): void;
  /** Reads everything in the view up to `through`: the newest thing the person could see (`view.through`). */
  readAll(filter: Filter, through: string): void;
  /** Rows that were visible for a second; collected and sent in batches. */
  view(ids: readonly string[]): void;
  /** The operation of this name, or the last thing that this person did, in whichever tab. */
  undo(operation?: string): void;
  retry(id: string): void;
  /** Makes sure that the first page of a view is loaded. */
  open(filter: Filter): void;
  loadOlder(filter: Filter): void;
  /** Asks the server now, whatever the connection says. */
  refresh(): void;
  /** Answers how many acts still wait for the server: as soon as none does, or after so many milliseconds. */
  allSent(withinMs: number): Promise<number>;
  /** The session was ended from this page: all tabs of this person let go of everything at once. */
  signedOut(): void;
}>;

export type InboxSnapshot = Readonly<{
  /** `live` only when subscribed and synced; `stale`: the connection is down and what is shown is of `syncedAt`. */
  status: 'syncing' | 'live' | 'stale' | 'signed-out';
  /** Server milliseconds are not needed: when this client last was told everything, by its own clock; null before. */
  syncedAt: number | null;
  /** The server's counts with the waiting actions laid over them. */
  counts: Counts;
  views: Readonly<Record<Filter, InboxView>>;
  /** Rows that were here and are gone, as far as they are remembered, and why: their last place may say so. */
  removed: ReadonlyMap<string, RemovedFor>;
  /** What this person did last and can undo, newest last, at most 20. */
  undoable: readonly Undoable[];
  /**
   * How many acts wait to be sent while the line is in doubt, and how many of them this browser could not keep, so
   * that they are lost with the page.
   */
  unsent: Readonly<{ count: number; unkept: number }>;
  /** How many undoings the server has confirmed on this page. */
  undone: number;
  /** Why the last whole-inbox action (read all, undo) failed, as a sentence; null when it did not. */
  problem: string | null;
}>;

export type InboxView = Readonly<{
  /** Newest first. */
  rows: readonly Row[];
  /** Bounds "mark all as read": the cursor of what these rows show. */
  through: string;
  /** Rises when all rows were replaced at once: what was noted of the ones before says nothing of these. */
  generation: number;
  state: 'absent' | 'loading' | 'ready' | 'failed';
  /** It was loaded at some time: what the page was served with is older than what was known then. */
  everLoaded: boolean;
  /** More rows can be asked for. */
  more: boolean;
  loadingOlder: boolean;
  loadOlderFailed: boolean;
}>;

export type Row = Notification &
  Readonly<{
    /** An action on it is on its way. */
    waiting: boolean;
    /** It waits for the line to come back. */
    unsent: boolean;
    /** The action that was refused, until it is retried or another succeeds. */
    failed: 'read' | 'unread' | 'archive' | 'restore' | null;
  }>;

export type Undoable = Readonly<{
  operation: string;
  did: 'read' | 'unread' | 'archive' | 'restore' | 'readAll';
  /** How many rows it changed, when known. */
  count: number | null;
  /** The one row it is about, and that row's title when it is known; null for many. */
  row: string | null;
  title: string | null;
  /** It was done on this page: not in another tab, and not before a reload. */
  here: boolean;
  /** The server has not answered it yet. */
  waiting: boolean;
}>;

/** What the server's HTML starts with. */
export type InitialInbox = Readonly<{
  viewerId: string;
  realtime: RealtimeSettings;
  /** The first page of `inbox`. */
  inbox: { items: readonly Notification[]; next: string | null; cursor: string; counts: Counts };
}>;
