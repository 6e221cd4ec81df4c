import type { Audience } from './audience';
import type { Content } from './notification';

/**
 * `draft → (scheduled | held) ⇄ paused → sent → recalled | expired`; `cancelled` is only reached before anything went
 * out, and `expired` also when its time was over before it could go.
 */
export const BROADCAST_STATES = [
  'draft',
  'scheduled',
  'held',
  'paused',
  'sent',
  'recalled',
  'expired',
  'cancelled',
] as const;
export type BroadcastState = (typeof BROADCAST_STATES)[number];

/** A broadcast as its senders see it. Times are ISO 8601. */
export type Broadcast = Readonly<
  Content & {
    id: string;
    state: BroadcastState;
    audience: Audience;
    /** Whether its people are those of the moment it was confirmed, and not of the sending. */
    frozen: boolean;
    /** Rises with every change of its text or audience, also of a sent one; a confirmation is bound to it. */
    version: number;
    /** When it leaves every inbox by itself. */
    expiresAt: string | null;
    createdBy: Sender;
    createdAt: string;
    /** Who changed it last, and when. */
    updatedBy: Sender | null;
    updatedAt: string | null;
    /** Who confirmed its sending. */
    sentBy: Sender | null;
    /** When a held or scheduled one goes out. */
    dueAt: string | null;
    /** When it was to go out, also after it did; null when nobody asked for a time or a hold. */
    scheduledFor: string | null;
    /** The zone that time was given in, an IANA name. */
    timeZone: string | null;
    sentAt: string | null;
    editedAt: string | null;
    recalledAt: string | null;
    expiredAt: string | null;
    /** From here on nobody is given it who has it not yet. */
    stoppedAt: string | null;
  }
>;

export type Sender = Readonly<{ id: string; name: string }>;

/** People, in one snapshot: `targeted = delivered + pending + skipped` at every instant. */
export type Figures = Readonly<{
  targeted: number;
  /** Inboxes that hold it (or held it, when it was recalled). */
  delivered: number;
  /** Counted when it was sent, and their inbox has not been read, synced or reached since. */
  pending: number;
  /** Left the audience, were disabled, have its category switched off, or had it taken back, expired or stopped before it reached them. */
  skipped: number;
  seen: number;
  read: number;
  clicked: number;
}>;

export type BroadcastWithFigures = Broadcast & { readonly figures: Figures };
