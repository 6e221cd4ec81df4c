import { type Audience, belongs, type Person } from '@/lib/inbox/audience';
import { people } from './accounts/people';
import type { BroadcastLog, LogEntry } from './broadcasts/log';
import type { Connection } from './connection';
import type { Streams } from './inboxes/streams';
import { type ReplayWrites, replayWrites } from './replay-writes';
import type { WriteOptions } from './write-queue';

/** Entries applied in one transaction: the event loop stands still for some milliseconds, then others have their turn. */
export const REPLAY_CHUNK = 200;

/** What an inbox is owed of a broadcast: it is put in, it is skipped because its person left, or nothing. */
export type Owed = 'deliver' | 'skip' | 'nothing';
export type Membership = (audience: Audience) => Owed;

/** `membership` stands in for what the person is now, while that is being changed. */
export type Replaying = Readonly<{
  userIds: readonly string[];
  now: number;
  membership?: Membership;
  write?: WriteOptions;
}>;

export type Replay = ReturnType<typeof replay>;

/** Applies the broadcast log's new entries to inboxes, as ordinary changes of their streams. */
export function replay(
  connection: Connection,
  parts: { streams: Streams; log: BroadcastLog; randomId: () => string },
) {
  const { streams, log } = parts;
  const writes = replayWrites(connection, parts);
  const { find: findPerson } = people(connection);

  return {
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

    /** Replays all the rest; call within a write transaction. Answers the broadcasts whose figures moved. */
    finish: (replaying: Replaying): ReadonlySet<string> => apply(replaying, Number.MAX_SAFE_INTEGER),
  };

  function owed(userIds: readonly string[]): number {
    const behind = streams.behind(userIds);
    return behind.reduce((sum, { logHead, broadcastCursor }) => sum + logHead - broadcastCursor, 0);
  }

  function apply({ userIds, now, membership }: Replaying, budget: number): ReadonlySet<string> {
    const figuresMoved = new Set<string>();
    // Most inboxes of a call stand at the same place and are owed the same entries.
    const read = new Map<number, readonly LogEntry[]>();
    let left = budget;
    for (const { userId, broadcastCursor, logHead } of streams.behind(userIds)) {
      if (left <= 0) break;
      const entries = (read.get(broadcastCursor) ?? log.after(broadcastCursor, budget)).slice(0, left);
      if (!read.has(broadcastCursor) && entries.length > 0) read.set(broadcastCursor, entries);
      left -= entries.length;
      const belonging = membership ?? membershipOf(findPerson(userId));
      for (const id of applyTo({ userId, now, membership: belonging, writes }, entries)) {
        figuresMoved.add(id);
        connection.noteMoved.figures(id);
      }
      streams.moveCursor(userId, entries.at(-1)?.entry ?? logHead);
    }
    return figuresMoved;
  }
}

/** Somebody who belonged when it was sent still does, or `changeUser` would have settled it then. */
function membershipOf(person: Person | null): Membership {
  return (audience) => (person && belongs(person, audience) ? 'deliver' : 'nothing');
}

type Target = Readonly<{ userId: string; now: number; membership: Membership; writes: ReplayWrites }>;

/**
 * Entries are state, not steps: each broadcast among them is brought to what it is now, at the place of its
 * first entry, so one that was sent, edited and recalled meanwhile leaves no trace.
 */
function applyTo(
  { userId, now, membership, writes }: Target,
  entries: readonly LogEntry[],
): readonly string[] {
  const figuresMoved: string[] = [];
  for (const group of byBroadcast(entries)) {
    const { broadcast } = group[0];
    if (group[0].kind === 'sent') {
      const owed = broadcast.recalled ? 'nothing' : membership(broadcast.audience);
      if (owed === 'deliver') writes.insert(userId, broadcast, now);
      if (owed === 'skip') writes.skip(userId, broadcast.id);
      if (owed !== 'nothing') figuresMoved.push(broadcast.id);
      continue;
    }
    const row = writes.find(userId, broadcast.id);
    if (!row) continue;
    if (broadcast.recalled) {
      writes.remove(userId, row.id, now);
      continue;
    }
    const edits = group.filter((entry) => entry.kind === 'edited' && entry.entry > row.broadcastEntry);
    const last = edits.at(-1);
    if (!last) continue;
    const again = edits.some((entry) => entry.notifyAgain);
    writes.edit({ userId, id: row.id, entry: last.entry, again, broadcast, now });
    if (again) figuresMoved.push(broadcast.id);
  }
  return figuresMoved;
}

type Group = [LogEntry, ...LogEntry[]];

function byBroadcast(entries: readonly LogEntry[]): Iterable<Group> {
  const groups = new Map<string, Group>();
  for (const entry of entries) {
    const group = groups.get(entry.broadcast.id);
    if (group) group.push(entry);
    else groups.set(entry.broadcast.id, [entry]);
  }
  return groups.values();
}
