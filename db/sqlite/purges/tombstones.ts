import { and, asc, eq, inArray, isNotNull, lte, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import { TOMBSTONES_KEPT_MS } from '@/db/sqlite/retention';
import { streams, notifications as table } from '@/db/sqlite/schema';
import { broadcasts } from '@/db/sqlite/schema-broadcasts';
import type { Purge } from './purging';

/**
 * Rows that were taken back long ago. With each goes, in the same transaction, the proof that a cursor below it is
 * continuous: the stream's `floor` rises to it, or a laptop that slept would keep the row for ever. What the row had
 * counted for stays with its broadcast.
 */
export function purgeTombstones({ database }: Connection): Purge {
  const old = database
    .select({ id: table.id })
    .from(table)
    .where(and(isNotNull(table.removedAt), lte(table.removedAt, sql.placeholder('before'))))
    .orderBy(asc(table.removedAt))
    .limit(sql.placeholder('limit'));
  const remove = database
    .delete(table)
    .where(inArray(table.id, old))
    .returning({
      userId: table.userId,
      seq: table.seq,
      broadcastId: table.broadcastId,
      seen: sql<number>`${table.seenAt} is not null`,
      read: sql<number>`${table.readAt} is not null`,
      clicked: sql<number>`${table.clickedAt} is not null`,
    })
    .prepare();
  const raise = database
    .update(streams)
    .set({ floor: sql`max(${streams.floor}, ${sql.placeholder('seq')})` })
    .where(eq(streams.userId, sql.placeholder('userId')))
    .prepare();
  const keep = database
    .update(broadcasts)
    .set({
      purgedDelivered: sql`${broadcasts.purgedDelivered} + 1`,
      purgedSeen: sql`${broadcasts.purgedSeen} + ${sql.placeholder('seen')}`,
      purgedRead: sql`${broadcasts.purgedRead} + ${sql.placeholder('read')}`,
      purgedClicked: sql`${broadcasts.purgedClicked} + ${sql.placeholder('clicked')}`,
    })
    .where(eq(broadcasts.id, sql.placeholder('broadcastId')))
    .prepare();

  return ({ now, limit }) => {
    const removed = remove.all({ before: now - TOMBSTONES_KEPT_MS, limit });
    for (const { userId, seq, broadcastId, ...marks } of removed) {
      raise.run({ userId, seq });
      if (broadcastId !== null) keep.run({ broadcastId, ...marks });
    }
    return removed.length;
  };
}
