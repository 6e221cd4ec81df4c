import { and, eq, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { Connection } from '@/db/sqlite/connection';
import { operationChanges as change, operations, notifications as table } from '@/db/sqlite/schema';
import type { Inboxes } from '@/db/store';
import { AppError } from '@/lib/errors';
import { type Done, type Door, NOTHING_DONE } from './door';
import type { Streams } from './streams';

/** Puts back what an operation changed, field by field, where the row still is as the operation left it. */
export function undo(
  { database }: Connection,
  { door, streams }: { door: Door; streams: Streams },
): Pick<Inboxes, 'undo'> {
  const find = database
    .select({ undoneAt: operations.undoneAt })
    .from(operations)
    .where(
      and(
        eq(operations.id, sql.placeholder('operationId')),
        eq(operations.userId, sql.placeholder('userId')),
      ),
    )
    .prepare();
  const finish = database
    .update(operations)
    .set({ undoneAt: sql`${sql.placeholder('now')}` })
    .where(eq(operations.id, sql.placeholder('operationId')))
    .prepare();
  const restored = database
    .select({
      id: table.id,
      seen: RESTORED.seen.as('seen'),
      read: RESTORED.read.as('read'),
      archived: RESTORED.archived.as('archived'),
      position: sql<number>`row_number() over (order by ${table.sortSeq})`.as('position'),
    })
    .from(change)
    .innerJoin(table, eq(table.id, change.notificationId))
    .where(
      and(
        eq(change.operationId, sql.placeholder('operationId')),
        isNull(table.removedAt),
        or(
          sql`${RESTORED.seen} is not ${table.seenAt}`,
          sql`${RESTORED.read} is not ${table.readAt}`,
          sql`${RESTORED.archived} is not ${table.archivedAt}`,
        ),
      ),
    )
    .as('restored');
  const restore = database
    .update(table)
    .set({
      seenAt: sql`${restored.seen}`,
      readAt: sql`${restored.read}`,
      archivedAt: sql`${restored.archived}`,
      seq: sql`${sql.placeholder('head')} + ${restored.position}`,
    })
    .from(restored)
    .where(eq(table.id, restored.id))
    .returning({ broadcastId: table.broadcastId })
    .prepare();

  return {
    undo: async (userId, operationId, now) =>
      door.change(userId, now, ({ head }): Done => {
        const operation = find.get({ operationId, userId });
        if (!operation) throw new AppError('not_found', 'There is nothing to undo under this name.');
        if (operation.undoneAt !== null) return NOTHING_DONE;
        finish.run({ operationId, now });
        const rows = restore.all({ operationId, head });
        if (rows.length === 0) return NOTHING_DONE;
        streams.advance(userId, rows.length, now);
        return { operation: null, broadcasts: rows.flatMap(({ broadcastId }) => broadcastId ?? []) };
      }),
  };
}

type Time = AnySQLiteColumn<{ data: number }>;
const readAgain = putBack(change.readBefore, change.readAfter, table.readAt);
const archivedAgain = putBack(change.archivedBefore, change.archivedAfter, table.archivedAt);
const RESTORED = {
  read: readAgain,
  archived: archivedAgain,
  // Read or archived since by another act: then it was seen, whatever this operation found.
  seen: sql<number | null>`case when ${readAgain} is null and ${archivedAgain} is null
    then ${putBack(change.seenBefore, change.seenAfter, table.seenAt)} else ${table.seenAt} end`,
};

function putBack(before: Time, after: Time, current: Time): SQL<number | null> {
  return sql`case when ${before} is not ${after} and ${current} is ${after} then ${before} else ${current} end`;
}
