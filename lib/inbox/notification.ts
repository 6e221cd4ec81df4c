/** One recipient's copy of a message, as it stands on the wire and on screen. Times are ISO 8601, all from the server. */
export type Notification = Readonly<{
  id: string;
  /** The stream's `seq` at this row's last change; a copy with a lower one is old news. */
  seq: number;
  /** The stream's `seq` at which the row came to its place in the feed; the feed is ordered by it, newest first. */
  sortSeq: number;
  title: string;
  body: string | null;
  /** A path on this site (`/…`) or an `http(s)` address; checked when written and again when rendered. */
  url: string | null;
  category: string;
  severity: Severity;
  /** What the link is called; null: it goes by where it leads. */
  linkLabel: string | null;
  /** How the body is written. */
  format: BodyFormat;
  /** A broadcast that an administrator sent to themselves to see it. */
  isTest: boolean;
  /** The broadcast it came from, or null when a program or an administrator notified this person by name. */
  broadcastId: string | null;
  createdAt: string;
  seenAt: string | null;
  readAt: string | null;
  archivedAt: string | null;
  editedAt: string | null;
}>;

/** Plain text with its line breaks, or the safe part of Markdown: paragraphs, lists, emphasis, code and links. */
export const BODY_FORMATS = ['plain', 'markdown'] as const;
export type BodyFormat = (typeof BODY_FORMATS)[number];

/** Why a row left every view: its broadcast was taken back, or its time is over. */
export type RemovedFor = 'recalled' | 'expired';

export const SEVERITIES = ['info', 'success', 'warning', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What a sender says; everything else of a notification is the server's. */
export type Content = Readonly<{
  title: string;
  body: string | null;
  url: string | null;
  category: string;
  severity: Severity;
  /** None unless given. */
  linkLabel?: string | null;
  /** Plain unless given. */
  format?: BodyFormat;
}>;

/** The views of one inbox. `inbox` is everything not archived. */
export const FILTERS = ['inbox', 'unread', 'archived'] as const;
export type Filter = (typeof FILTERS)[number];

/** The state of a row that filters, counts and transitions look at; ISO strings on the wire, milliseconds in the store. */
export type Marks<Time> = Readonly<{ seenAt: Time | null; readAt: Time | null; archivedAt: Time | null }>;
