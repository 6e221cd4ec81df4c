import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import { notifications as table } from '@/db/sqlite/schema';
import type { Inboxes, Mark } from '@/db/store';
import { AppError } from '@/lib/errors';
import type { Did } from '@/lib/inbox/operation';
import type { Done, Door } from './door';
import { IS_CHANGED_BY, isOfAnotherText, MARKED } from './marking';
import type { Operations } from './operations';
import type { Streams } from './streams';

type Parts = { door: Door; streams: Streams; operations: Operations };

const DID: Readonly<Record<Mark, Did>> = {
  read: 'read',
  unread: 'unread',
  archived: 'archive',
  restored: 'restore',
};

/** Marks one row. The hottest write of the application: prepared statements only, and few of them. */
export function mark({ database }: Connection, { door, streams, operations }: Parts): Pick<Inboxes, 'mark'> {
  const mine = and(
    eq(table.id, sql.placeholder('id')),
    eq(table.userId, sql.placeholder('userId')),
    isNull(table.removedAt),
  );
  const marks = { seenAt: table.seenAt, readAt: table.readAt, archivedAt: table.archivedAt };
  const find = database
    .select({ ...marks, editedAt: table.editedAt, broadcastId: table.broadcastId })
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
    mark: async (userId, { id, as, editedAt, operationId, once, now }) =>
      door.change(userId, now, ({ head }): Done => {
        const act = { id: operationId, userId, did: DID[as], now, once };
        const done = operations.doneBefore(act);
        if (done) return done;
        const before = find.get({ id, userId });
        if (!before) throw new AppError('not_found', 'There is no such notification.');
        if (isOfAnotherText(before, editedAt)) return operations.recordNothing(act);
        const after = updates[as].get({ id, userId, now, seq: head + 1 });
        if (!after) return operations.recordNothing(act);
        streams.advance(userId, 1, now);
        operations.record(act, 1);
        operations.recordChange({ operationId, notificationId: id, before, after });
        const figuresMoved = before.seenAt !== after.seenAt || before.readAt !== after.readAt;
        const broadcasts = figuresMoved && before.broadcastId !== null ? [before.broadcastId] : [];
        return { operation: operationId, broadcasts };
      }),
  };
}
