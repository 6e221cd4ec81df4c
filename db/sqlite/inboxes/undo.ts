import { and, eq, gt, isNull, ne, or, type SQL, sql } from 'drizzle-orm';
import { type AnySQLiteColumn, alias } from 'drizzle-orm/sqlite-core';
import type { Connection } from '@/db/sqlite/connection';
import { OPERATIONS_KEPT_MS } from '@/db/sqlite/retention';
import {
  operationChanges as change,
  operations as operation,
  notifications as table,
} from '@/db/sqlite/schema';
import type { Inboxes } from '@/db/store';
import { AppError } from '@/lib/errors';
import type { Done, Door } from './door';
import type { Operations } from './operations';
import type { Streams } from './streams';

/** Puts back what an operation changed, field by field, where the row still is as the operation left it and no later act changed it. */
export function undo(
  { database }: Connection,
  { door, streams, operations }: { door: Door; streams: Streams; operations: Operations },
): Pick<Inboxes, 'undo'> {
  const find = database
    .select({ undoneAt: operation.undoneAt })
    .from(operation)
    .where(
      and(
        eq(operation.id, sql.placeholder('operationId')),
        eq(operation.userId, sql.placeholder('userId')),
        // Older ones may be half purged, and half an undo would be wrong.
        gt(operation.at, sql.placeholder('notBefore')),
        or(isNull(operation.did), ne(operation.did, 'undo')),
      ),
    )
    .prepare();
  const finish = database
    .update(operation)
    .set({ undoneAt: sql`${sql.placeholder('now')}` })
    .where(eq(operation.id, sql.placeholder('operationId')))
    .prepare();
  const changedLater = database
    .select({
      notificationId: laterChange.notificationId,
      seen: changed(laterChange.seenBefore, laterChange.seenAfter).as('seen_later'),
      read: changed(laterChange.readBefore, laterChange.readAfter).as('read_later'),
      archived: changed(laterChange.archivedBefore, laterChange.archivedAfter).as('archived_later'),
    })
    .from(later)
    .innerJoin(laterChange, eq(laterChange.operationId, later.id))
    .where(
      and(
        eq(later.userId, sql.placeholder('userId')),
        isNull(later.undoneAt),
        // Rows are numbered as they come, and two acts may come within one millisecond.
        sql`${later}.rowid > (select rowid from ${operation} where ${operation.id} = ${sql.placeholder('operationId')})`,
      ),
    )
    .groupBy(laterChange.notificationId)
    .as('later_changes');
  const RESTORED = restoring(changedLater);
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
    .leftJoin(changedLater, eq(changedLater.notificationId, change.notificationId))
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
    undo: async (userId, { operationId, once, now }) =>
      door.change(userId, now, ({ head }): Done => {
        // Without a key an undoing has no name, and none is looked up or recorded.
        const act = { id: once?.key ?? '', userId, did: 'undo', now, once } as const;
        const done = operations.doneBefore(act);
        if (done) return done;
        const undone = find.get({ operationId, userId, notBefore: now - OPERATIONS_KEPT_MS });
        if (!undone) throw new AppError('not_found', 'There is nothing to undo under this name.');
        if (undone.undoneAt !== null) return operations.recordNothing(act);
        finish.run({ operationId, now });
        const rows = restore.all({ operationId, userId, head });
        if (rows.length === 0) return operations.recordNothing(act);
        streams.advance(userId, rows.length, now);
        if (once) operations.record(act, rows.length);
        return { operation: null, broadcasts: rows.flatMap(({ broadcastId }) => broadcastId ?? []) };
      }),
  };
}

type Time = AnySQLiteColumn<{ data: number }>;
type Given = SQL | SQL.Aliased<unknown>;
const later = alias(operation, 'later');
const laterChange = alias(change, 'later_change');
/** Made unseen since, by an edit that asks to be read again or by another undo: nobody has read what stands there now. */
const isStillSeen = sql`(${change.readBefore} is null or ${table.seenAt} is ${change.seenAfter})`;

/**
 * A field is as the operation left it when it has that value still and no later act changed it: one that did and
 * another that changed it back leave the same value, within a millisecond or where it is none, and are not undone by this.
 */
function restoring(changedLater: { seen: Given; read: Given; archived: Given }) {
  const { readBefore, readAfter, archivedBefore, archivedAfter, seenBefore, seenAfter } = change;
  const read = putBack(
    readBefore,
    readAfter,
    table.readAt,
    sql`${isStillSeen} and ${isNull(changedLater.read)}`,
  );
  const archived = putBack(archivedBefore, archivedAfter, table.archivedAt, isNull(changedLater.archived));
  // Read or archived since by another act: then it was seen, whatever this operation found.
  const seen = sql<number | null>`case when ${read} is null and ${archived} is null
    then ${putBack(seenBefore, seenAfter, table.seenAt, isNull(changedLater.seen))} else ${table.seenAt} end`;
  return { read, archived, seen };
}

/** 1 where one of the changes changed it, null where none did. */
function changed(before: Time, after: Time): SQL<number | null> {
  return sql`max(case when ${before} is not ${after} then 1 end)`;
}

function putBack(before: Time, after: Time, current: Time, given: SQL): SQL<number | null> {
  return sql`case when ${before} is not ${after} and ${current} is ${after} and ${given}
    then ${before} else ${current} end`;
}
