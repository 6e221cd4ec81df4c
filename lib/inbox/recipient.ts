/** Which of a broadcast's people a list shows: how far it came with them, or who has not done something yet. */
export const RECIPIENT_FILTERS = [
  'all',
  'pending',
  'delivered',
  'unseen',
  'unread',
  'seen',
  'read',
  'clicked',
  'skipped',
] as const;
export type RecipientFilter = (typeof RECIPIENT_FILTERS)[number];

/** How far a broadcast has come with one person; each of the later ones implies being delivered. */
export const RECIPIENT_STATES = ['pending', 'delivered', 'seen', 'read', 'clicked', 'skipped'] as const;
export type RecipientState = (typeof RECIPIENT_STATES)[number];

/** Left the audience before it reached them, or had its category switched off then. */
export const SKIP_REASONS = ['left', 'muted'] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/** One person of a broadcast. Times are ISO 8601; null until it happened, or when it was not recorded. */
export type Recipient = Readonly<{
  id: string;
  name: string;
  email: string;
  state: RecipientState;
  deliveredAt: string | null;
  seenAt: string | null;
  readAt: string | null;
  clickedAt: string | null;
  skipped: SkipReason | null;
}>;

export type RecipientPage = Readonly<{
  recipients: readonly Recipient[];
  /** The next page's `before`; null at the end. */
  next: string | null;
  /**
   * People who are in the figures and in no list, because nothing says any more who they are: those whose copy was
   * taken back and purged long ago, and those whom it had not reached when it was recalled, expired or stopped. Only
   * with the first page; null with the others.
   */
  unlisted: number | null;
}>;

/** Rows of a page on screen, and the most that may be asked for. */
export const RECIPIENTS_PAGE = 50;
export const RECIPIENTS_PAGE_MAX = 200;

type Marks = Readonly<Record<'seenAt' | 'readAt' | 'clickedAt', string | null>>;

/** How far somebody who has it has come. */
export function reachedState({ seenAt, readAt, clickedAt }: Marks): RecipientState {
  if (clickedAt !== null) return 'clicked';
  if (readAt !== null) return 'read';
  return seenAt === null ? 'delivered' : 'seen';
}
