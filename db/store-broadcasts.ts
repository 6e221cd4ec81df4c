import type { Audience } from '@/lib/inbox/audience';
import type { Actor } from '@/lib/inbox/audit';
import type { Broadcast, BroadcastWithFigures, Figures } from '@/lib/inbox/broadcast';
import type { Content } from '@/lib/inbox/notification';
import type { SendingLimits } from '@/lib/inbox/sending-limits';
import type { Once } from './once';

/**
 * Broadcasts and their log. Every act takes `by`, who does it, and then leaves one row in the audit log in its own
 * transaction; an act that changes nothing leaves none.
 */
export type Broadcasts = Drafts & Audiences & Sending & Redrafting & Revising & Log;

type Drafts = {
  createBroadcast(draft: {
    id: string;
    createdBy: string;
    content: Content;
    audience: Audience;
    expiresAt?: number | null;
    by?: Actor;
    once?: Once | null;
    now: number;
  }): Promise<Broadcast>;
  /**
   * Changes a draft; `conflict` when it is no draft, or when `version` is given and differs, with the version there is
   * and who made it; `invalid` for a label without a link. It is an act for the audit log when the version before is
   * somebody else's: what a person goes on writing is saved again and again, and what was sent is in it.
   */
  updateBroadcast(
    id: string,
    change: {
      content?: Partial<Content>;
      audience?: Audience;
      expiresAt?: number | null;
      version?: number;
      updatedBy?: string;
      by?: Actor;
      once?: Once | null;
      now: number;
    },
  ): Promise<Broadcast>;
  /** A new draft with the text and the audience of any broadcast, without its times. */
  duplicateBroadcast(
    id: string,
    copy: { newId: string; createdBy: string; by?: Actor; once?: Once | null; now: number },
  ): Promise<Broadcast>;
  findBroadcast(id: string): Promise<BroadcastWithFigures | null>;
  /** Newest first, keyset by creation; at most 100. */
  listBroadcasts(page: {
    before: string | null;
    limit: number;
  }): Promise<{ broadcasts: readonly BroadcastWithFigures[]; next: string | null }>;
  figures(id: string): Promise<Figures | null>;
};

/** `memberships` rises with whatever may change who belongs to an audience: while it stands, so does the count. */
export type AudienceCount = Readonly<{ count: number; memberships: number }>;

export type AudienceReport = Readonly<{
  count: number;
  /** Those of the given people who belong; null when nobody can know who is online. */
  online: number | null;
  /** Who will be skipped, for they have the category switched off. */
  muted: number;
  /** Who has been given five notifications or more since then. */
  busy: number;
  /** Five of them at most. */
  examples: readonly Readonly<{ id: string; name: string; email: string }>[];
}>;

type Audiences = {
  /** The exact number of people who belong now. */
  countAudience(audience: Audience): Promise<AudienceCount>;
  /** How many of these people (at most 1,000) belong now. */
  countAmong(userIds: readonly string[], audience: Audience): Promise<number>;
  /** Who would be reached, in one snapshot; nobody is counted as muted when it is critical. `online`: at most 10,000. */
  describeAudience(asked: {
    audience: Audience;
    category: string;
    critical: boolean;
    since: number;
    online: readonly string[] | null;
  }): Promise<AudienceReport>;
};

type Sending = {
  /**
   * Sends now (`dueAt` null) or holds until `dueAt`. In one transaction: the state, the version and the
   * count are compared (`conflict` with `facts.count` when the number differs), the log entry is written,
   * `targeted` is fixed. O(1) in the number of people: they are counted before it, and again only when memberships
   * have changed since (`memberships` says as of when `count` is). A frozen one that waits keeps who belongs now
   * (at most 10,000 people, else `invalid`), and goes to those of them who belong still.
   */
  sendBroadcast(
    id: string,
    sending: {
      version: number;
      count: number;
      memberships?: number;
      dueAt: number | null;
      as: 'held' | 'scheduled' | null;
      frozen?: boolean;
      timeZone?: string | null;
      sentBy?: string;
      /** Of `sentBy`, checked in the same transaction: `too_many` when `recentSendings` are too many, or when too many of theirs wait for about the same time (`facts.otherAt`). */
      limits?: SendingLimits;
      by?: Actor;
      once?: Once | null;
      now: number;
    },
  ): Promise<BroadcastWithFigures>;
  /** When this person confirmed sendings since then that were not cancelled, or made one unread again, newest first; at most 100. */
  recentSendings(userId: string, since: number): Promise<readonly number[]>;
  /** Sends what is due (at most `limit`), counting its audience now, each in a transaction of its own. What is over by then is left to `expireDue`. */
  releaseDue(at: { now: number; limit: number; by?: Actor }): Promise<readonly string[]>;
  /** Ends what is over (at most `limit`): takes it from every inbox, or never lets it go out when it was due later than that. */
  expireDue(at: { now: number; limit: number; by?: Actor }): Promise<readonly string[]>;
  /** When the next one goes out or is over, in milliseconds. */
  nextDue(): Promise<number | null>;
  /** Keeps a held or scheduled one until it is resumed or cancelled. A second time changes nothing. */
  pauseBroadcast(id: string, at: { by?: Actor; now: number }): Promise<Broadcast>;
  resumeBroadcast(
    id: string,
    at: { dueAt: number; as: 'held' | 'scheduled'; by?: Actor; now: number },
  ): Promise<Broadcast>;
  /** Cancels what waits to go out, or, with `only`, a draft; `conflict` for anything else. A second time changes nothing. */
  cancelBroadcast(id: string, at: { only?: 'draft'; by?: Actor; now: number }): Promise<Broadcast>;
};

export type Redrafting = {
  /**
   * Makes a draft again of what is held, scheduled or paused: another version, confirmed by nobody, so that it counts for
   * no limit. `conflict` when it has gone out. A second time changes nothing.
   */
  redraftBroadcast(id: string, at: { by?: Actor; now: number }): Promise<Broadcast>;
};

type Revising = {
  /** Changes a sent one in place, for everybody; `notifyAgain` makes it unread and unseen again, which counts as a sending of `by`. `conflict` when `version` is given and differs, `invalid` for a label without a link. */
  editBroadcast(
    id: string,
    edit: {
      content: Partial<Content>;
      expiresAt?: number | null;
      notifyAgain: boolean;
      version?: number;
      /** Of `by`, for an edit with `notifyAgain`, checked in the same transaction: `too_many` as for a sending. */
      limits?: SendingLimits;
      by?: Actor;
      once?: Once | null;
      now: number;
    },
  ): Promise<Broadcast>;
  /** Takes a sent one back everywhere. A second time changes nothing. */
  recallBroadcast(id: string, at: { version?: number; by?: Actor; now: number }): Promise<Broadcast>;
  /** From here on nobody is given a sent one who has it not; whoever has it keeps it. A second time changes nothing. */
  stopBroadcast(id: string, at: { by?: Actor; now: number }): Promise<Broadcast>;
};

type Log = {
  /** Replays the broadcast log into these inboxes (at most 200 a call, one transaction); answers the broadcasts whose figures moved. */
  replay(userIds: readonly string[], now: number): Promise<{ broadcasts: readonly string[] }>;
  /** The log's newest entry, 0 when it is empty. */
  logHead(): Promise<number>;
};
