import type { EarlierStandings } from './accounts/earlier-standings';
import { mutedBy } from './accounts/muted-by';
import { people } from './accounts/people';
import { applying } from './apply-entries';
import type { FrozenPeople } from './broadcasts/frozen-people';
import type { BroadcastLog, LogEntry } from './broadcasts/log';
import type { Connection } from './connection';
import type { Streams } from './inboxes/streams';
import { type Change, type Membership, owedOver } from './owed';
import { replayWrites } from './replay-writes';
import type { WriteOptions } from './write-queue';

/** Entries applied in one transaction: the event loop stands still for some milliseconds, then others have their turn. */
export const REPLAY_CHUNK = 200;

/** `becoming` is what its people are about to be, while that is being changed. */
export type Replaying = Readonly<{
  userIds: readonly string[];
  now: number;
  becoming?: Change;
  write?: WriteOptions;
}>;

export type Replay = ReturnType<typeof replay>;

/** Applies the broadcast log's new entries to inboxes, as ordinary changes of their streams. */
export function replay(
  connection: Connection,
  parts: {
    streams: Streams;
    log: BroadcastLog;
    frozen: FrozenPeople;
    earlier: EarlierStandings;
    randomId: () => string;
  },
) {
  const { streams, log, frozen, earlier } = parts;
  const writes = replayWrites(connection, parts);
  const mutes = mutedBy(connection);
  const { find: findPerson } = people(connection);
  const applyTo = applying({ writes, frozen, mutes });

  return {
    /** Those of these inboxes into which something of the log was not replayed yet. Call within a transaction. */
    behind: streams.behind,
    isBehind: (stream: { readonly broadcastCursor: number }): boolean =>
      stream.broadcastCursor < streams.logHead(),

    /**
     * Brings inboxes that were away for long so near to the log's head that `finish` is one short
     * transaction. Does nothing, and does not yield, when they are near already.
     */
    async approach(replaying: Replaying): Promise<readonly string[]> {
      const moved = new Set<string>();
      while (connection.snapshot(() => owed(replaying.userIds)) > REPLAY_CHUNK) {
        const figuresMoved = await connection.immediate(
          () => apply(replaying, REPLAY_CHUNK),
          replaying.write,
        );
        for (const id of figuresMoved) moved.add(id);
      }
      return [...moved];
    },

    /** Replays so many entries at most; call within a write transaction. */
    part: apply,

    /** Replays all the rest; call within a write transaction. Answers the broadcasts whose figures moved. */
    finish: (replaying: Replaying): ReadonlySet<string> => apply(replaying, Number.MAX_SAFE_INTEGER),
  };

  function owed(userIds: readonly string[]): number {
    const behind = streams.behind(userIds);
    return behind.reduce((sum, { logHead, broadcastCursor }) => sum + logHead - broadcastCursor, 0);
  }

  function apply({ userIds, now, becoming }: Replaying, budget: number): ReadonlySet<string> {
    const figuresMoved = new Set<string>();
    // Most inboxes of a call stand at the same place and are owed the same entries.
    const read = new Map<number, readonly LogEntry[]>();
    let left = budget;
    for (const { userId, broadcastCursor, logHead, hasChanged } of streams.behind(userIds)) {
      if (left <= 0) break;
      const entries = (read.get(broadcastCursor) ?? log.after(broadcastCursor, budget)).slice(0, left);
      if (!read.has(broadcastCursor) && entries.length > 0) read.set(broadcastCursor, entries);
      left -= entries.length;
      const membership = membershipOf(userId, { hasChanged, becoming });
      for (const id of applyTo({ userId, now, membership }, entries)) {
        figuresMoved.add(id);
        connection.noteMoved.figures(id);
      }
      const cursor = entries.at(-1)?.entry ?? logHead;
      streams.moveCursor(userId, cursor);
      if (hasChanged) earlier.forget(userId, cursor);
    }
    return figuresMoved;
  }

  /** Somebody who belonged when it was sent still does, unless it is noted that they have changed since. */
  function membershipOf(
    userId: string,
    { hasChanged, becoming }: { hasChanged: boolean; becoming: Change | undefined },
  ): Membership {
    const person = findPerson(userId);
    const passed = hasChanged ? earlier.of(userId) : [];
    if (!person) return owedOver(passed, []);
    return owedOver(passed, becoming ? [person, becoming(person)] : [person]);
  }
}
