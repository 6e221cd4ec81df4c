import { and, count, eq, isNotNull, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import type { LongReads, LongRow } from '@/db/sqlite/long-reads';
import { notifications } from '@/db/sqlite/schema';
import type { Follow } from '@/db/store-follow';
import { AppError } from '@/lib/errors';
import { TIMELINE_MARKS, TIMELINE_PARTS, type TimelinePart, timelineOf } from '@/lib/inbox/timeline';
import type { BroadcastRow } from '../broadcast-row';
import type { BroadcastRows } from '../rows';

const COLUMNS = {
  delivered: notifications.deliveredAt,
  seen: notifications.seenAt,
  read: notifications.readAt,
  clicked: notifications.clickedAt,
} as const;

/** What the rows of a broadcast say of when: counted by parts of the time in the database, put on steps here. */
export function timeline(
  { database, snapshot }: Connection,
  { rows, longReads }: { rows: BroadcastRows; longReads: LongReads },
): Pick<Follow, 'timeline'> {
  return {
    async timeline(id) {
      const row = snapshot(() => rows.get(id));
      const { sentAt } = row;
      if (sentAt === null) throw new AppError('not_found', 'This broadcast has not been sent.');
      const mine = and(eq(notifications.broadcastId, id), isNotNull(notifications.broadcastId));
      const byPart = TIMELINE_MARKS.map((mark) => {
        const part = partOf(sql`max(0, ${COLUMNS[mark]} - ${sentAt})`);
        return database
          .select({ part: part.as('part'), people: count().as('people') })
          .from(notifications)
          .where(and(mine, isNotNull(COLUMNS[mark])))
          .groupBy(sql`part`);
      });
      const undated = database
        .select({ people: sql<number>`count(*) - count(${notifications.deliveredAt})`.as('people') })
        .from(notifications)
        .where(mine);
      const found = await longReads.run([...byPart, undated]);
      const parts = TIMELINE_MARKS.flatMap((mark, nth) =>
        (found[nth] ?? []).map((line) => toPart(mark, line)),
      );
      const undatedRows = Number(found[TIMELINE_MARKS.length]?.[0]?.people ?? 0);
      return timelineOf(sentAt, parts, untimed(row, undatedRows));
    },
  };
}

/** A time after the sending, cut to the part that it falls into. */
function partOf(after: ReturnType<typeof sql>) {
  const [seconds, minutes, hours] = TIMELINE_PARTS;
  return sql<number>`case when ${after} < ${seconds.untilMs} then ${cut(after, seconds.partMs)}
    when ${after} < ${minutes.untilMs} then ${cut(after, minutes.partMs)} else ${cut(after, hours.partMs)} end`;
}

const cut = (after: ReturnType<typeof sql>, partMs: number) =>
  sql`cast(${after} / ${sql.raw(String(partMs))} as integer) * ${sql.raw(String(partMs))}`;

function toPart(mark: TimelinePart['mark'], line: LongRow): TimelinePart {
  return { mark, afterMs: Number(line.part), count: Number(line.people) };
}

function untimed(row: BroadcastRow, undatedRows: number) {
  return {
    delivered: row.purgedDelivered + undatedRows,
    seen: row.purgedSeen,
    read: row.purgedRead,
    clicked: row.purgedClicked,
  };
}
