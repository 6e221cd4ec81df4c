import type { Connection } from '@/db/sqlite/connection';
import type { Streams } from '@/db/sqlite/inboxes/streams';
import type { Replay } from '@/db/sqlite/replay';
import type { Broadcasts } from '@/db/store-broadcasts';
import { AppError } from '@/lib/errors';

const INBOXES_MAX = 200;

/** Bringing open inboxes up to the log, before their owners ask. */
export function replaying(
  { immediate, snapshot }: Connection,
  { replay, streams }: { replay: Replay; streams: Streams },
): Pick<Broadcasts, 'replay' | 'logHead'> {
  return {
    async replay(userIds, now) {
      if (userIds.length > INBOXES_MAX)
        throw new AppError('invalid', `At most ${INBOXES_MAX} inboxes at once.`);
      const approached = await replay.approach({ userIds, now });
      const finished = await immediate(() => replay.finish({ userIds, now }));
      return { broadcasts: [...new Set([...approached, ...finished])] };
    },
    logHead: async () => snapshot(() => streams.logHead()),
  };
}
