import { and, asc, desc, eq, isNotNull, max, sql } from 'drizzle-orm';
import { people } from '@/db/sqlite/accounts/people';
import type { Connection } from '@/db/sqlite/connection';
import type { LongReads } from '@/db/sqlite/long-reads';
import type { Replay } from '@/db/sqlite/replay';
import { broadcasts } from '@/db/sqlite/schema-broadcasts';
import { mutedCategories as table } from '@/db/sqlite/schema-people';
import type { Groups } from '@/db/store-groups';
import { AppError } from '@/lib/errors';

/** Far more categories than anybody uses; else a loop in a script could fill the disk with them. */
const MUTED_MAX = 200;
const CATEGORIES_MAX = 200;

type Parts = { replay: Replay; longReads: LongReads };

/** Which categories somebody does not want. */
export function muting(
  connection: Connection,
  { replay, longReads }: Parts,
): Pick<Groups, 'mutedCategories' | 'muteCategory' | 'categories'> {
  const { database, immediate, snapshot } = connection;
  const ofUser = database
    .select({ category: table.category })
    .from(table)
    .where(eq(table.userId, sql.placeholder('userId')))
    .orderBy(asc(table.category))
    .limit(MUTED_MAX)
    .prepare();
  const { find } = people(connection);
  const muted = (userId: string) => ofUser.all({ userId }).map(({ category }) => category);

  return {
    mutedCategories: async (userId) => snapshot(() => muted(userId)),

    async muteCategory(userId, { category, muted: off, now }) {
      // They stay who they are: what is given now is theirs, whether the change comes to be made or not.
      const replaying = { userIds: [userId], now };
      await replay.approach(replaying);
      await immediate(() => {
        if (!find(userId)) throw new AppError('not_found', 'There is no such person.');
        const before = muted(userId);
        if (before.includes(category) === off) return;
        if (off && before.length >= MUTED_MAX) {
          throw new AppError('conflict', `At most ${MUTED_MAX} categories can be off.`);
        }
        // What was sent before this comes, or stays away, as it would have at that time.
        replay.finish(replaying);
        if (off) database.insert(table).values({ category, userId, at: now }).run();
        else
          database
            .delete(table)
            .where(and(eq(table.category, category), eq(table.userId, userId)))
            .run();
      });
    },

    async categories() {
      const newest = max(broadcasts.sentAt);
      const query = database
        .select({ category: sql<string>`${broadcasts.category}`.as('category') })
        .from(broadcasts)
        .where(isNotNull(broadcasts.sentAt))
        .groupBy(broadcasts.category)
        .orderBy(desc(newest), asc(broadcasts.category))
        .limit(CATEGORIES_MAX);
      const [found = []] = await longReads.run([query]);
      return found.map(({ category }) => String(category));
    },
  };
}
