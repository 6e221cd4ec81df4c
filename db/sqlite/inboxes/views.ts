import { and, count, desc, eq, isNotNull, isNull, lt, type SQL, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import { notifications as table } from '@/db/sqlite/schema';
import type { Filter, Notification } from '@/lib/inbox/notification';
import type { Counts } from '@/lib/inbox/stream';
import { shownColumns, toNotification } from './notification-row';

const present = isNull(table.removedAt);

/**
 * What each view shows. The words are those of the partial indexes in the schema: SQLite uses such an index
 * only when the query repeats its condition.
 */
export const VIEW_CONDITIONS: Readonly<Record<Filter, SQL | undefined>> = {
  inbox: and(isNull(table.archivedAt), present),
  unread: and(isNull(table.readAt), isNull(table.archivedAt), present),
  archived: and(isNotNull(table.archivedAt), present),
};
const unseen = and(isNull(table.seenAt), isNull(table.archivedAt), present);

export type Views = ReturnType<typeof views>;

/** The pages and counts of an inbox, read from partial indexes; call within a transaction. */
export function views({ database }: Connection) {
  const mine = eq(table.userId, sql.placeholder('userId'));
  const page = (filter: Filter) =>
    database
      .select(shownColumns)
      .from(table)
      .where(and(mine, lt(table.sortSeq, sql.placeholder('before')), VIEW_CONDITIONS[filter]))
      .orderBy(desc(table.sortSeq))
      .limit(sql.placeholder('limit'))
      .prepare();
  const total = (condition: SQL | undefined) =>
    database.select({ total: count() }).from(table).where(and(mine, condition)).prepare();

  const pages = { inbox: page('inbox'), unread: page('unread'), archived: page('archived') };
  const unreadTotal = total(VIEW_CONDITIONS.unread);
  const unseenTotal = total(unseen);

  return {
    counts: (userId: string): Counts => ({
      unread: unreadTotal.get({ userId })?.total ?? 0,
      unseen: unseenTotal.get({ userId })?.total ?? 0,
    }),
    /** One row more than asked is read, to know whether there is a next page without counting. */
    page(
      userId: string,
      { filter, before, limit }: { filter: Filter; before: number | null; limit: number },
    ): { items: readonly Notification[]; next: string | null } {
      const rows = pages[filter].all({ userId, before: before ?? Number.MAX_SAFE_INTEGER, limit: limit + 1 });
      const items = rows.slice(0, limit).map(toNotification);
      return { items, next: rows.length > limit ? String(items.at(-1)?.sortSeq) : null };
    },
  };
}
