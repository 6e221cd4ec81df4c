import type { PublishedCounts } from './counted-publisher';
import type { Meter } from './meter';
import type { RelayHealth } from './relay';

/** What this process can say of realtime, for those who look after it. Cheap to ask; asking changes nothing. */
export type WatchedRealtime = Readonly<{
  /** When the counters began, in milliseconds. */
  startedAt: number;
  published: () => PublishedCounts;
  relay: () => RelayHealth;
  /** Null while another service carries the events: nothing of these can be known here. */
  embedded: Readonly<{ server: WatchedServer; meter: Pick<Meter, 'series'> }> | null;
}>;

/** As much of the embedded server as is looked at. */
export type WatchedServer = {
  stats(): {
    readonly connections: number;
    readonly connectionsOpened: number;
    readonly subscriptions: number;
    readonly channels: number;
    readonly messagesIn: number;
    readonly messagesOut: number;
    readonly droppedSlow: number;
    readonly refusedUpgrades: Readonly<Record<number, number>>;
    readonly refusedSubscriptions: Readonly<Record<number, number>>;
  };
  /** Newest first. */
  recentCloses(): readonly {
    readonly atMs: number;
    readonly code: number;
    readonly reason: string;
    readonly by: 'server' | 'client' | 'line';
    readonly heldMs: number;
    readonly subscriptions: number;
  }[];
  busiestChannels(limit: number): readonly {
    readonly name: string;
    readonly subscriptionCount: number;
    readonly events: number;
  }[];
};
