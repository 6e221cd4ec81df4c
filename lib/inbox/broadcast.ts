import type { Audience } from './audience';
import type { Content } from './notification';

/** `draft → (scheduled | held) → sent → recalled`; `cancelled` is only reached before anything went out. */
export const BROADCAST_STATES = ['draft', 'scheduled', 'held', 'sent', 'recalled', 'cancelled'] as const;
export type BroadcastState = (typeof BROADCAST_STATES)[number];

/** A broadcast as its senders see it. Times are ISO 8601. */
export type Broadcast = Readonly<
  Content & {
    id: string;
    state: BroadcastState;
    audience: Audience;
    /** Rises with every change of the draft; a confirmation is bound to it. */
    version: number;
    createdBy: { id: string; name: string };
    createdAt: string;
    /** When a held or scheduled one goes out. */
    dueAt: string | null;
    sentAt: string | null;
    editedAt: string | null;
    recalledAt: string | null;
  }
>;

/** People, in one snapshot: `targeted = delivered + pending + skipped` at every instant. */
export type Figures = Readonly<{
  targeted: number;
  /** Inboxes that hold it (or held it, when it was recalled). */
  delivered: number;
  /** Counted when it was sent, and their inbox has not been read, synced or reached since. */
  pending: number;
  /** Left the audience, were disabled or had it recalled before it reached them. */
  skipped: number;
  seen: number;
  read: number;
  clicked: number;
}>;

export type BroadcastWithFigures = Broadcast & { readonly figures: Figures };
