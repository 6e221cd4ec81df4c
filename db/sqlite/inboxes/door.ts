import type { Connection } from '@/db/sqlite/connection';
import { cannotWriteNow } from '@/db/sqlite/refusal';
import type { Replay } from '@/db/sqlite/replay';
import type { WriteOptions } from '@/db/sqlite/write-queue';
import type { Mutation } from '@/db/store';
import type { Changes } from './changes';
import type { Stream, Streams } from './streams';

/** What a change to an inbox did: the numbers it took stand in the stream. */
export type Done = Readonly<{ operation: string | null; broadcasts: readonly string[] }>;
export const NOTHING_DONE: Done = { operation: null, broadcasts: [] };

/** Whoever only reads is shown what is stored rather than kept waiting for another process. */
const READERS_PATIENCE: WriteOptions = { patienceMs: 200 };

export type Door = ReturnType<typeof door>;

/** The only way into an inbox: it is always replayed before it is read or changed, in the same transaction. */
export function door(
  connection: Connection,
  { streams, replay, changes }: { streams: Streams; replay: Replay; changes: Changes },
) {
  /** Takes the write lock only when the broadcast log has moved; rejects when it must and cannot. */
  async function readReplayed<T>(userId: string, now: number, work: (stream: Stream) => T): Promise<T> {
    const ready = connection.snapshot(() => {
      const stream = streams.get(userId);
      return replay.isBehind(stream) ? null : { answer: work(stream) };
    });
    if (ready) return ready.answer;
    const replaying = { userIds: [userId], now, write: READERS_PATIENCE };
    await replay.approach(replaying);
    return connection.immediate(() => {
      replay.finish(replaying);
      return work(streams.get(userId));
    }, READERS_PATIENCE);
  }

  return {
    /** Reads what must not be short of anything that is due. */
    readReplayed,

    /** Reads in one read transaction; takes the write lock only when the broadcast log has moved. */
    async read<T>(userId: string, now: number, work: (stream: Stream) => T): Promise<T> {
      try {
        return await readReplayed(userId, now, work);
      } catch (error) {
        // A full disk or a busy file must not blank the inbox: what is stored is shown, with its true cursor
        // and counts, and the next read replays the rest.
        if (!cannotWriteNow(error)) throw error;
        return connection.snapshot(() => work(streams.get(userId)));
      }
    },

    /** Changes; answers the event that covers everything since before the replay. */
    async change(
      userId: string,
      now: number,
      work: (stream: Stream, from: number) => Done,
    ): Promise<Mutation> {
      const replaying = { userIds: [userId], now };
      const before = connection.snapshot(() => streams.get(userId));
      const approached = await replay.approach(replaying);
      return connection.immediate(() => {
        const replayed = replay.finish(replaying);
        const done = work(streams.get(userId), before.head);
        const broadcasts = [...new Set([...approached, ...replayed, ...done.broadcasts])];
        const event = changes.event(streams.get(userId), before.head);
        return { operation: done.operation, event, broadcasts };
      });
    },
  };
}
