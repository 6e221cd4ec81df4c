import type { Notification, RemovedFor } from './notification';

/**
 * The inbox as a log. `seq` belongs to one person's stream and rises by one with every committed change of one row;
 * `epoch` names the run of the server that told it. The database knows its runs and how far each stream came in them,
 * so a cursor of an earlier one goes on, unless an old copy was put back that does not have what it names.
 */
export type Cursor = Readonly<{ epoch: string; seq: number }>;

/** Always absolute, always of one `seq`: nobody ever adds to or subtracts from one. */
export type Counts = Readonly<{ unread: number; unseen: number }>;

/** The current state of one row, or its tombstone. State, not a difference: applying it twice is harmless. */
export type Change =
  | Readonly<{ seq: number; item: Notification }>
  | Readonly<{ seq: number; id: string; removed: true; reason?: RemovedFor }>;

/**
 * Covers every change in `(from, seq]`. Published on the person's channel, and `event` in the answer to a
 * mutation. Without `changes` it is thin: something changed, ask. With an empty list nothing changed. A `part` is
 * of a longer story that is told in one breath: `more` is followed by another part, and until the `last` the counts are
 * ahead of the rows, and a row that changes again before its end is missing.
 */
export type InboxEvent = Readonly<{
  v: 1;
  epoch: string;
  from: number;
  seq: number;
  counts: Counts;
  changes?: readonly Change[];
  part?: 'more' | 'last';
}>;

/**
 * `GET /api/inbox/sync`: the changes since a cursor, or everything a client that holds nothing needs. The changes may
 * come with a cursor of another epoch than was asked with; then they go on from there. Only in the middle of a long
 * sync (`more`) they do not: ask again without a cursor.
 */
export type SyncAnswer =
  | Readonly<{ cursor: string; counts: Counts; changes: readonly Change[]; more: boolean }>
  | Readonly<{
      reset: true;
      cursor: string;
      counts: Counts;
      items: readonly Notification[];
      next: string | null;
    }>;

/** `GET /api/notifications`: one page of a view; `next` is the next page's `before`, null at the end. */
export type FeedPage = Readonly<{
  items: readonly Notification[];
  next: string | null;
  cursor: string;
  counts: Counts;
}>;

/** Changes in an event before it goes thin, and its size in bytes of UTF-8 (hosted services allow 10 kB). */
export const FAT_EVENT_CHANGES = 20;
export const FAT_EVENT_BYTES = 8_000;
/** A client further behind than this is given a reset instead of the changes. */
export const SYNC_RESET_AFTER = 500;
/** Changes in one sync answer; `more` says to ask again. */
export const SYNC_PAGE = 200;
/** Rows of a feed page unless asked otherwise, and the most that may be asked for. */
export const FEED_PAGE = 50;
export const FEED_PAGE_MAX = 100;

export function formatCursor(cursor: Cursor): string {
  return `${cursor.epoch}.${cursor.seq}`;
}

/** The cursor, or null when the text is not one. The epoch is letters and digits, the number at most 2^53 - 1. */
export function parseCursor(text: string): Cursor | null {
  const match = /^([a-z0-9]{1,40})\.(0|[1-9][0-9]{0,15})$/.exec(text);
  if (match?.[1] === undefined || match[2] === undefined) return null;
  const seq = Number(match[2]);
  return Number.isSafeInteger(seq) ? { epoch: match[1], seq } : null;
}
