import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import { notifications as table } from '@/db/sqlite/schema';
import type { Inboxes } from '@/db/store';
import { AppError } from '@/lib/errors';
import { type Done, type Door, NOTHING_DONE } from './door';
import type { Streams } from './streams';

export const VIEWING_MAX = 100;

/** Marks rows as seen, in batches; nothing to undo. */
export function view(
  { database }: Connection,
  { door, streams }: { door: Door; streams: Streams },
): Pick<Inboxes, 'view'> {
  const unseen = database
    .select({
      id: table.id,
      position: sql<number>`row_number() over (order by ${table.sortSeq})`.as('position'),
    })
    .from(table)
    .where(
      and(
        inArray(table.id, sql`(select value from json_each(${sql.placeholder('ids')}))`),
        // The plus keeps SQLite from walking the whole inbox in feed order to number a hundred rows of it.
        eq(sql`+${table.userId}`, sql.placeholder('userId')),
        isNull(table.seenAt),
        isNull(table.removedAt),
      ),
    )
    .as('unseen');
  const see = database
    .update(table)
    .set({
      seenAt: sql`${sql.placeholder('now')}`,
      seq: sql`${sql.placeholder('head')} + ${unseen.position}`,
    })
    .from(unseen)
    .where(eq(table.id, unseen.id))
    .returning({ broadcastId: table.broadcastId })
    .prepare();

  return {
    async view(userId, { ids, now }) {
      if (ids.length > VIEWING_MAX) throw new AppError('invalid', `At most ${VIEWING_MAX} ids at once.`);
      return door.change(userId, now, ({ head }): Done => {
        const seen = see.all({ userId, ids: JSON.stringify(ids), now, head });
        if (seen.length === 0) return NOTHING_DONE;
        streams.advance(userId, seen.length, now);
        return { operation: null, broadcasts: seen.flatMap(({ broadcastId }) => broadcastId ?? []) };
      });
    },
  };
}
