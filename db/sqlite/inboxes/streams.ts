import { and, eq, inArray, lt, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import { streams as table } from '@/db/sqlite/schema';
import { broadcastLog } from '@/db/sqlite/schema-broadcasts';
import { earlierStandings } from '@/db/sqlite/schema-people';
import { AppError } from '@/lib/errors';
import type { Lineage } from './lineage';

export type Stream = Readonly<{
  userId: string;
  head: number;
  publishedSeq: number;
  floor: number;
  broadcastCursor: number;
}>;

export type Streams = ReturnType<typeof streams>;

/** Where each inbox stands. The only code that moves a head, so that no change is forgotten by the outbox. */
export function streams({ database, noteMoved }: Connection, { lineage }: { lineage: Lineage }) {
  const find = database
    .select({
      userId: table.userId,
      head: table.head,
      publishedSeq: table.publishedSeq,
      floor: table.floor,
      broadcastCursor: table.broadcastCursor,
    })
    .from(table)
    .where(eq(table.userId, sql.placeholder('userId')))
    .prepare();
  const advance = database
    .update(table)
    .set({
      head: sql`${table.head} + ${sql.placeholder('count')}`,
      dirtySince: sql`case when ${table.publishedSeq} < ${table.head} then ${table.dirtySince} else ${sql.placeholder('now')} end`,
    })
    .where(eq(table.userId, sql.placeholder('userId')))
    .returning({ head: table.head, run: table.run })
    .prepare();
  const newest = sql<number>`coalesce(max(${broadcastLog.entry}), 0)`;
  const logHead = database.select({ head: newest }).from(broadcastLog).prepare();
  // One statement, for it runs with every write to an inbox, and finds nothing nearly always.
  const head = sql<number>`(select ${newest} from ${broadcastLog})`;
  const behind = database
    .select({
      userId: table.userId,
      broadcastCursor: table.broadcastCursor,
      logHead: head.as('log_head'),
      hasChanged: sql<number>`exists (select 1 from ${earlierStandings} where ${earlierStandings.userId} = ${table.userId})`,
    })
    .from(table)
    .where(
      and(
        inArray(table.userId, sql`(select value from json_each(${sql.placeholder('userIds')}))`),
        lt(table.broadcastCursor, head),
      ),
    )
    .prepare();
  const moveCursor = database
    .update(table)
    .set({ broadcastCursor: sql`${sql.placeholder('cursor')}` })
    .where(eq(table.userId, sql.placeholder('userId')))
    .prepare();

  return {
    find: (userId: string): Stream | null => find.get({ userId }) ?? null,
    get(userId: string): Stream {
      const stream = find.get({ userId });
      if (!stream) throw new AppError('not_found', 'There is no such inbox.');
      return stream;
    },
    /** Takes the next `count` numbers of a stream and answers the one before the first, or null when there is no such stream. */
    advance(userId: string, count: number, now: number): number | null {
      const advanced = advance.get({ userId, count, now });
      if (!advanced) return null;
      const before = advanced.head - count;
      if (!lineage.isThisRun(advanced.run)) lineage.enter(userId, before);
      noteMoved.stream(userId);
      return before;
    },
    /** The newest entry of the broadcast log; 0 when it is empty. */
    logHead: (): number => logHead.get()?.head ?? 0,
    /**
     * Those of these streams into which something of the broadcast log was not replayed yet, each with the log's newest
     * entry, and whether their person has changed since its own.
     */
    behind: (userIds: readonly string[]) =>
      behind
        .all({ userIds: JSON.stringify(userIds) })
        .map((stream) => ({ ...stream, hasChanged: stream.hasChanged === 1 })),
    moveCursor(userId: string, cursor: number): void {
      moveCursor.run({ userId, cursor });
    },
  };
}
