import { and, asc, eq, inArray, lte, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import type { Earlier } from '@/db/sqlite/owed';
import { earlierStandings as table } from '@/db/sqlite/schema-people';
import type { Person } from '@/lib/inbox/audience';

export type EarlierStandings = ReturnType<typeof earlierStandings>;

/** What people were while the part of the log was written that their inbox has not come to. Call within a transaction. */
export function earlierStandings({ database }: Connection) {
  const ofUser = database
    .select()
    .from(table)
    .where(eq(table.userId, sql.placeholder('userId')))
    .orderBy(asc(table.position))
    .prepare();
  const insert = database
    .insert(table)
    .values({
      userId: sql.placeholder('userId'),
      through: sql.placeholder('through'),
      role: sql.placeholder('role'),
      disabled: sql.placeholder('disabled'),
      groups: sql.placeholder('groups'),
    })
    .prepare();
  const passed = database
    .delete(table)
    .where(
      and(
        eq(table.userId, sql.placeholder('userId')),
        lte(table.through, sql.placeholder('broadcastCursor')),
      ),
    )
    .prepare();
  const among = database
    .selectDistinct({ userId: table.userId })
    .from(table)
    .where(inArray(table.userId, sql`(select value from json_each(${sql.placeholder('userIds')}))`))
    .prepare();
  const oldest = database
    .select({ userId: table.userId })
    .from(table)
    .orderBy(asc(table.position))
    .limit(sql.placeholder('limit'))
    .prepare();

  return {
    of: (userId: string): readonly Earlier[] => ofUser.all({ userId }).map(toEarlier),
    keep({ id: userId, role, disabled, groups }: Person, through: number): void {
      insert.run({ userId, through, role, disabled, groups: [...groups] });
    },
    /** What an inbox has come past decides nothing any more. */
    forget: (userId: string, broadcastCursor: number): void => void passed.run({ userId, broadcastCursor }),
    among: (userIds: readonly string[]): readonly string[] =>
      among.all({ userIds: JSON.stringify(userIds) }).map(({ userId }) => userId),
    /** Some whose inbox is to be settled, whoever has waited longest first. */
    oldest: (limit: number): readonly string[] => [
      ...new Set(oldest.all({ limit }).map(({ userId }) => userId)),
    ],
  };
}

function toEarlier(row: typeof table.$inferSelect): Earlier {
  const { userId: id, role, disabled, groups, through } = row;
  return { person: { id, role, disabled, groups: new Set(groups) }, through };
}
