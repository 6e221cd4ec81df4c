/** What a person did to their inbox and can take back, one word for each act; `readAll` is the bulk one. */
export const DIDS = ['read', 'unread', 'archive', 'restore', 'readAll'] as const;
export type Did = (typeof DIDS)[number];

/** One undoable act of one person. */
export type Operation = Readonly<{
  id: string;
  did: Did;
  /** How many notifications it changed; at least one. */
  count: number;
  /** ISO 8601, from the server. */
  at: string;
  /** The one it was done to; null for a bulk act. */
  notification: string | null;
}>;

/** What is offered for undoing: this many, of this long, newest first. */
export const OPERATIONS_LISTED = 20;
export const OPERATIONS_LISTED_MS = 24 * 60 * 60 * 1000;
