import type { BroadcastState, BroadcastWithFigures, Sender } from '@/lib/inbox/broadcast';
import type { OnlineSplit, Progress } from '@/lib/inbox/progress';
import type { RecipientFilter, RecipientPage } from '@/lib/inbox/recipient';
import type { Timeline } from '@/lib/inbox/timeline';

/** What became of broadcasts: read beside the event loop where it grows with the number of people. */
export type Follow = {
  /**
   * The people of a broadcast in the order of their ids, so that somebody who moves on between two pages is neither
   * left out nor shown twice. `q` is looked for in name and address; at most 1,000 a page. `not_found` for an unknown one.
   */
  recipients(
    id: string,
    page: { state: RecipientFilter; q: string | null; before: string | null; limit: number },
  ): Promise<RecipientPage>;
  /** How deliveries and marks came in over time. `not_found` for one that is unknown or was never sent. */
  timeline(id: string): Promise<Timeline>;
  /** State and figures with the reasons of those who were skipped, in one snapshot; null for an unknown one. */
  progress(id: string): Promise<Progress | null>;
  /** How many of these people (at most 1,000) have it, and how many will get it when their inbox is reached. */
  onlineSplit(id: string, userIds: readonly string[]): Promise<OnlineSplit>;
  /** Newest first, keyset by creation; at most 100. What is null narrows nothing. */
  searchBroadcasts(search: BroadcastSearch): Promise<{
    broadcasts: readonly BroadcastWithFigures[];
    next: string | null;
  }>;
  /** What a search can choose from: categories in use and people who have sent or written one; at most 200 of each. */
  broadcastChoices(): Promise<{ categories: readonly string[]; senders: readonly Sender[] }>;
  /** For each of these broadcasts (at most 100) that was sent: how many had seen it by the end of each of sixteen equal steps up to the last one. */
  sparklines(ids: readonly string[]): Promise<ReadonlyMap<string, readonly number[]>>;
};

export type BroadcastSearch = Readonly<{
  /** Looked for in the title and the text. */
  q: string | null;
  state: BroadcastState | null;
  category: string | null;
  /** The id of who sent it, or who wrote it while it is not sent. */
  sender: string | null;
  /** Sent, or made while it is not sent, at or after `from` and before `to`; milliseconds. */
  from: number | null;
  to: number | null;
  before: string | null;
  limit: number;
}>;
