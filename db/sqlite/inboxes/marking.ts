import { isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm';
import { notifications as table } from '@/db/sqlite/schema';
import type { Mark } from '@/db/store';

type Marked = Readonly<{ seenAt: SQL; readAt: SQL; archivedAt: SQL }>;

const now = sql.placeholder('now');
const seenNow = sql`coalesce(${table.seenAt}, ${now})`;
const same: Marked = {
  seenAt: sql`${table.seenAt}`,
  readAt: sql`${table.readAt}`,
  archivedAt: sql`${table.archivedAt}`,
};

/**
 * The marks of a row after each act, in SQL, so that one row and ten thousand are marked by the same words:
 * read or archived implies seen, unread does not undo seen, and a second time changes no time.
 */
export const MARKED: Readonly<Record<Mark, Marked>> = {
  read: { ...same, seenAt: seenNow, readAt: sql`coalesce(${table.readAt}, ${now})` },
  unread: { ...same, readAt: sql`null` },
  archived: { ...same, seenAt: seenNow, archivedAt: sql`coalesce(${table.archivedAt}, ${now})` },
  restored: { ...same, archivedAt: sql`null` },
};

/** Which rows the act would change at all; the others take no `seq`. */
export const IS_CHANGED_BY: Readonly<Record<Mark, SQL | undefined>> = {
  read: or(isNull(table.readAt), isNull(table.seenAt)),
  unread: isNotNull(table.readAt),
  archived: or(isNull(table.archivedAt), isNull(table.seenAt)),
  restored: isNotNull(table.archivedAt),
};

/**
 * Whether the text that was acted on has given way to one that nobody has seen yet: what was read or put away is not
 * what stands there. `shown` is when the text on screen was last changed; undefined: it was not said.
 */
export function isOfAnotherText(
  row: Readonly<{ seenAt: number | null; editedAt: number | null }>,
  shown: string | null | undefined,
): boolean {
  if (shown === undefined || row.seenAt !== null) return false;
  return row.editedAt !== (shown === null ? null : Date.parse(shown));
}
