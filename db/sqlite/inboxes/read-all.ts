import { and, asc, eq, isNotNull, isNull, lte, or, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import { operationChanges, notifications as table } from '@/db/sqlite/schema';
import type { Inboxes } from '@/db/store';
import { AppError } from '@/lib/errors';
import type { Filter } from '@/lib/inbox/notification';
import type { Done, Door } from './door';
import type { Lineage } from './lineage';
import { MARKED } from './marking';
import type { Operations } from './operations';
import type { Streams } from './streams';
import { VIEW_CONDITIONS } from './views';

type Parts = { door: Door; streams: Streams; operations: Operations; lineage: Lineage };

/** Reads what a view shows up to a cursor: ten thousand rows are three statements. */
export function readAll(
  { database }: Connection,
  { door, streams, operations, lineage }: Parts,
): Pick<Inboxes, 'readAll'> {
  const changeOf = (filter: Filter) =>
    database
      .insert(operationChanges)
      .select((query) =>
        query
          .select({
            operationId: sql<string>`${sql.placeholder('operationId')}`.as('operation_id'),
            position: sql<number>`row_number() over (order by ${table.sortSeq})`.as('position'),
            notificationId: table.id,
            seenBefore: sql`${table.seenAt}`.as('seen_before'),
            readBefore: sql`${table.readAt}`.as('read_before'),
            archivedBefore: sql`${table.archivedAt}`.as('archived_before'),
            seenAfter: MARKED.read.seenAt.as('seen_after'),
            readAfter: MARKED.read.readAt.as('read_after'),
            archivedAfter: MARKED.read.archivedAt.as('archived_after'),
          })
          .from(table)
          .where(unreadIn(filter))
          .orderBy(asc(table.sortSeq)),
      )
      .prepare();
  const anyIn = (filter: Filter) =>
    database.select({ id: table.id }).from(table).where(unreadIn(filter)).limit(1).prepare();
  const any = { inbox: anyIn('inbox'), unread: anyIn('unread'), archived: anyIn('archived') };
  const records = { inbox: changeOf('inbox'), unread: changeOf('unread'), archived: changeOf('archived') };
  const carryOut = database
    .update(table)
    .set({
      seenAt: sql`${operationChanges.seenAfter}`,
      readAt: sql`${operationChanges.readAfter}`,
      seq: sql`${sql.placeholder('head')} + ${operationChanges.position}`,
    })
    .from(operationChanges)
    .where(
      and(
        eq(operationChanges.operationId, sql.placeholder('operationId')),
        eq(table.id, operationChanges.notificationId),
      ),
    )
    .prepare();
  const broadcastsOf = database
    .selectDistinct({ id: sql<string>`${table.broadcastId}` })
    .from(operationChanges)
    .innerJoin(table, eq(table.id, operationChanges.notificationId))
    .where(
      and(eq(operationChanges.operationId, sql.placeholder('operationId')), isNotNull(table.broadcastId)),
    )
    .prepare();

  return {
    readAll: async (userId, { through, filter, operationId, once, now }) =>
      door.change(userId, now, ({ head }, from): Done => {
        const act = { id: operationId, userId, did: 'readAll', now, once } as const;
        const done = operations.doneBefore(act);
        if (done) return done;
        if (!lineage.has(userId, through, from)) {
          throw new AppError('conflict', 'This inbox has changed its history. Load it again.');
        }
        const bounds = { userId, through: through.seq };
        if (!any[filter].get(bounds)) return operations.recordNothing(act);
        operations.record(act, 1);
        const { changes } = records[filter].run({ ...bounds, operationId, now });
        operations.resize(operationId, changes);
        carryOut.run({ operationId, head });
        streams.advance(userId, changes, now);
        return { operation: operationId, broadcasts: broadcastsOf.all({ operationId }).map(({ id }) => id) };
      }),
  };
}

function unreadIn(filter: Filter) {
  return and(
    eq(table.userId, sql.placeholder('userId')),
    VIEW_CONDITIONS[filter],
    isNull(table.readAt),
    lte(table.sortSeq, sql.placeholder('through')),
    // An edit that asks to be read again makes an old row unseen: whoever was not shown that has not read it.
    or(isNotNull(table.seenAt), lte(table.seq, sql.placeholder('through'))),
  );
}
