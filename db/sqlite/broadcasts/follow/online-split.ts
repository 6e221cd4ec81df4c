import { and, count, eq, inArray, isNotNull, isNull, lt, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import type { LongReads } from '@/db/sqlite/long-reads';
import { notifications, streams, users } from '@/db/sqlite/schema';
import { broadcasts } from '@/db/sqlite/schema-broadcasts';
import type { Follow } from '@/db/store-follow';
import { AppError } from '@/lib/errors';
import type { BroadcastRows } from '../rows';
import { belongsTo, hasBeenSince } from './recipient-queries';

const AMONG_MAX = 1_000;

/** Among people who are named: who has a broadcast already, and who is about to get it. */
export function onlineSplit(
  { database, snapshot }: Connection,
  { rows, longReads }: { rows: BroadcastRows; longReads: LongReads },
): Pick<Follow, 'onlineSplit'> {
  return {
    async onlineSplit(id, userIds) {
      if (userIds.length > AMONG_MAX) throw new AppError('invalid', `At most ${AMONG_MAX} people at once.`);
      const row = snapshot(() => rows.get(id));
      const named = sql`(select value from json_each(${JSON.stringify(userIds)}))`;
      const have = database
        .select({ people: count().as('people') })
        .from(notifications)
        .where(
          and(
            eq(notifications.broadcastId, id),
            isNotNull(notifications.broadcastId),
            inArray(notifications.userId, named),
          ),
        );
      const wait = database
        .select({ people: count().as('people') })
        .from(users)
        .innerJoin(streams, eq(streams.userId, users.id))
        .innerJoin(broadcasts, eq(broadcasts.id, id))
        .where(
          and(
            inArray(users.id, named),
            eq(broadcasts.state, 'sent'),
            isNull(broadcasts.stoppedAt),
            lt(streams.broadcastCursor, broadcasts.sentEntry),
            belongsTo(row),
            hasBeenSince(broadcasts.sentEntry),
          ),
        );
      const [[delivered] = [], [pending] = []] = await longReads.run([have, wait]);
      return { delivered: Number(delivered?.people ?? 0), pending: Number(pending?.people ?? 0) };
    },
  };
}
