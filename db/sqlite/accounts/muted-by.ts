import { and, eq, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import { mutedCategories } from '@/db/sqlite/schema-people';

export type MutedBy = (userId: string, category: string) => boolean;

/** Whether somebody has switched a category off. Call within a transaction. */
export function mutedBy({ database }: Connection): MutedBy {
  const find = database
    .select({ at: mutedCategories.at })
    .from(mutedCategories)
    .where(
      and(
        eq(mutedCategories.category, sql.placeholder('category')),
        eq(mutedCategories.userId, sql.placeholder('userId')),
      ),
    )
    .prepare();
  return (userId, category) => find.get({ userId, category }) !== undefined;
}
