import { and, desc, eq, gt, gte, isNull, notInArray, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import { toIso } from '@/db/sqlite/iso';
import { operationChanges as change, operations as table } from '@/db/sqlite/schema';
import type { Inboxes } from '@/db/store';
import { AppError } from '@/lib/errors';
import type { Did } from '@/lib/inbox/operation';

const LIST_MAX = 100;

/** What a person can still take back. */
export function undoables({ database, snapshot }: Connection): Pick<Inboxes, 'operations'> {
  const list = database
    .select({
      id: table.id,
      did: sql<Did>`${table.did}`,
      count: table.changes,
      at: table.at,
      notification: sql<string | null>`case when ${table.did} <> 'readAll' then ${change.notificationId} end`,
    })
    .from(table)
    .leftJoin(change, and(eq(change.operationId, table.id), eq(change.position, 1)))
    .where(
      and(
        eq(table.userId, sql.placeholder('userId')),
        gte(table.at, sql.placeholder('since')),
        isNull(table.undoneAt),
        gt(table.changes, 0),
        notInArray(table.did, ['undo']),
      ),
    )
    // The rowid tells those of one millisecond apart, and stands in the index anyway.
    .orderBy(desc(table.at), desc(sql`${table}.rowid`))
    .limit(sql.placeholder('limit'))
    .prepare();

  return {
    async operations(viewerId, { since, limit }) {
      if (!Number.isInteger(limit) || limit < 1 || limit > LIST_MAX) {
        throw new AppError('invalid', `A page has 1 to ${LIST_MAX} operations.`);
      }
      return snapshot(() =>
        list.all({ userId: viewerId, since, limit }).map((row) => ({ ...row, at: toIso(row.at) })),
      );
    },
  };
}
