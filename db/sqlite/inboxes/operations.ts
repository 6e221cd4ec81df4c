import { sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import { operationChanges, operations as table } from '@/db/sqlite/schema';
import type { Marks } from '@/lib/inbox/notification';

export type Operations = ReturnType<typeof operations>;

/** The record of what was done, from which undoing puts back exactly that. */
export function operations({ database }: Connection) {
  const record = database
    .insert(table)
    .values({ id: sql.placeholder('id'), userId: sql.placeholder('userId'), at: sql.placeholder('now') })
    .prepare();
  const recordChange = database
    .insert(operationChanges)
    .values({
      operationId: sql.placeholder('operationId'),
      position: 1,
      notificationId: sql.placeholder('notificationId'),
      seenBefore: sql.placeholder('seenBefore'),
      readBefore: sql.placeholder('readBefore'),
      archivedBefore: sql.placeholder('archivedBefore'),
      seenAfter: sql.placeholder('seenAfter'),
      readAfter: sql.placeholder('readAfter'),
      archivedAfter: sql.placeholder('archivedAfter'),
    })
    .prepare();

  return {
    record(operation: { id: string; userId: string; now: number }): void {
      record.run(operation);
    },
    recordChange(change: {
      operationId: string;
      notificationId: string;
      before: Marks<number>;
      after: Marks<number>;
    }): void {
      const { operationId, notificationId, before, after } = change;
      recordChange.run({
        operationId,
        notificationId,
        seenBefore: before.seenAt,
        readBefore: before.readAt,
        archivedBefore: before.archivedAt,
        seenAfter: after.seenAt,
        readAfter: after.readAt,
        archivedAfter: after.archivedAt,
      });
    },
  };
}
