import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import { notifications as table } from '@/db/sqlite/schema';
import type { Clicks } from '@/db/store-clicks';
import { AppError } from '@/lib/errors';
import type { Done, Door } from './door';
import { isOfAnotherText, MARKED } from './marking';
import { changeColumns, toChange } from './notification-row';
import type { Operations } from './operations';
import type { Streams } from './streams';

type Parts = { door: Door; streams: Streams; operations: Operations };

/** Finds one row by its own address, and notes that its link was followed. */
export function click({ database }: Connection, { door, streams, operations }: Parts): Clicks {
  const mine = and(eq(table.id, sql.placeholder('id')), eq(table.userId, sql.placeholder('userId')));
  const marks = { seenAt: table.seenAt, readAt: table.readAt, archivedAt: table.archivedAt };
  const find = database
    .select({
      ...marks,
      clickedAt: table.clickedAt,
      editedAt: table.editedAt,
      url: table.url,
      broadcastId: table.broadcastId,
    })
    .from(table)
    .where(and(mine, isNull(table.removedAt)))
    .prepare();
  const clicked = sql`coalesce(${table.clickedAt}, ${sql.placeholder('now')})`;
  // A person's own client is not told when they clicked: alone, that is no change of the row for the stream.
  const noteClick = database.update(table).set({ clickedAt: clicked }).where(mine).prepare();
  const update = database
    .update(table)
    .set({ ...MARKED.read, clickedAt: clicked, seq: sql`${sql.placeholder('seq')}` })
    .where(mine)
    .returning(marks)
    .prepare();
  const row = database.select(changeColumns).from(table).where(mine).prepare();

  return {
    async click(userId, { id, editedAt, operationId, once, now }) {
      let url: string | null = null;
      const mutation = await door.change(userId, now, ({ head }): Done => {
        // It reads the row, and is undone like a reading.
        const act = { id: operationId, userId, did: 'read', now, once } as const;
        const done = operations.doneBefore(act);
        const before = find.get({ id, userId });
        url = before?.url ?? null;
        if (done) return done;
        if (!before) throw new AppError('not_found', 'There is no such notification.');
        if (isOfAnotherText(before, editedAt)) return operations.recordNothing(act);
        const figuresMove = before.clickedAt === null || before.readAt === null || before.seenAt === null;
        const broadcasts = figuresMove && before.broadcastId !== null ? [before.broadcastId] : [];
        if (before.readAt !== null && before.seenAt !== null) {
          noteClick.run({ id, userId, now });
          return { ...operations.recordNothing(act), broadcasts };
        }
        const after = update.get({ id, userId, now, seq: head + 1 }) ?? before;
        streams.advance(userId, 1, now);
        operations.record(act, 1);
        operations.recordChange({ operationId, notificationId: id, before, after });
        return { operation: operationId, broadcasts };
      });
      return { ...mutation, url };
    },
    findNotification: async (userId, { id, now }) =>
      door.read(userId, now, () => {
        const found = row.get({ id, userId });
        if (!found) return null;
        const change = toChange(found);
        if (!('item' in change)) return { state: change.reason ?? 'recalled', item: null };
        return { state: change.item.archivedAt === null ? 'present' : 'archived', item: change.item };
      }),
  };
}
