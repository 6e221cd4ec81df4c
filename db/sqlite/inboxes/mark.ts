import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import { notifications as table } from '@/db/sqlite/schema';
import type { Inboxes, Mark } from '@/db/store';
import { AppError } from '@/lib/errors';
import { type Done, type Door, NOTHING_DONE } from './door';
import { IS_CHANGED_BY, MARKED } from './marking';
import type { Operations } from './operations';
import type { Streams } from './streams';

type Parts = { door: Door; streams: Streams; operations: Operations };

/** Marks one row. The hottest write of the application: three prepared statements beside the stream's own. */
export function mark({ database }: Connection, { door, streams, operations }: Parts): Pick<Inboxes, 'mark'> {
  const mine = and(
    eq(table.id, sql.placeholder('id')),
    eq(table.userId, sql.placeholder('userId')),
    isNull(table.removedAt),
  );
  const marks = { seenAt: table.seenAt, readAt: table.readAt, archivedAt: table.archivedAt };
  const find = database
    .select({ ...marks, broadcastId: table.broadcastId })
    .from(table)
    .where(mine)
    .prepare();
  const update = (as: Mark) =>
    database
      .update(table)
      .set({ ...MARKED[as], seq: sql`${sql.placeholder('seq')}` })
      .where(and(mine, IS_CHANGED_BY[as]))
      .returning(marks)
      .prepare();
  const updates = {
    read: update('read'),
    unread: update('unread'),
    archived: update('archived'),
    restored: update('restored'),
  };

  return {
    mark: async (userId, { id, as, operationId, now }) =>
      door.change(userId, now, ({ head }): Done => {
        const before = find.get({ id, userId });
        if (!before) throw new AppError('not_found', 'There is no such notification.');
        const after = updates[as].get({ id, userId, now, seq: head + 1 });
        if (!after) return NOTHING_DONE;
        streams.advance(userId, 1, now);
        operations.record({ id: operationId, userId, now });
        operations.recordChange({ operationId, notificationId: id, before, after });
        const figuresMoved = before.seenAt !== after.seenAt || before.readAt !== after.readAt;
        const broadcasts = figuresMoved && before.broadcastId !== null ? [before.broadcastId] : [];
        return { operation: operationId, broadcasts };
      }),
  };
}
