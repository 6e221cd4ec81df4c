import { count, inArray, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import type { LongReads, LongRow } from '@/db/sqlite/long-reads';
import { notifications } from '@/db/sqlite/schema';
import { broadcastSkips, broadcasts } from '@/db/sqlite/schema-broadcasts';
import type { BroadcastState } from '@/lib/inbox/broadcast';
import { type Progress, shareSkipped } from '@/lib/inbox/progress';

export type ManyFigures = ReturnType<typeof manyFigures>;

/** State, figures and reasons of many broadcasts in one snapshot, beside the event loop. */
export function manyFigures({ database }: Connection, longReads: LongReads) {
  return async (ids: readonly string[]): Promise<ReadonlyMap<string, Progress>> => {
    const named = sql`(select value from json_each(${JSON.stringify(ids)}))`;
    const found = database
      .select({
        id: broadcasts.id,
        state: broadcasts.state,
        targeted: broadcasts.targeted,
        stoppedAt: broadcasts.stoppedAt,
        purgedDelivered: broadcasts.purgedDelivered,
        purgedSeen: broadcasts.purgedSeen,
        purgedRead: broadcasts.purgedRead,
        purgedClicked: broadcasts.purgedClicked,
      })
      .from(broadcasts)
      .where(inArray(broadcasts.id, named));
    const rows = database
      .select({
        id: notifications.broadcastId,
        delivered: count().as('delivered'),
        seen: count(notifications.seenAt).as('seen'),
        read: count(notifications.readAt).as('read'),
        clicked: count(notifications.clickedAt).as('clicked'),
      })
      .from(notifications)
      .where(inArray(notifications.broadcastId, named))
      .groupBy(notifications.broadcastId);
    const skips = database
      .select({ id: broadcastSkips.broadcastId, reason: broadcastSkips.reason, people: count().as('people') })
      .from(broadcastSkips)
      .where(inArray(broadcastSkips.broadcastId, named))
      .groupBy(broadcastSkips.broadcastId, broadcastSkips.reason);
    const [foundRows = [], countedRows = [], skipRows = []] = await longReads.run([found, rows, skips]);
    const counted = new Map(countedRows.map((row) => [row.broadcast_id, row]));
    const reasons = new Map(skipRows.map((row) => [`${row.broadcast_id} ${row.reason}`, row.people]));
    return new Map(
      foundRows.map((row) => {
        const skipped = (reason: string) => Number(reasons.get(`${row.id} ${reason}`) ?? 0);
        const progress = toProgress(row, counted.get(row.id) ?? {}, {
          left: skipped('left'),
          muted: skipped('muted'),
        });
        return [String(row.id), progress];
      }),
    );
  };
}

function toProgress(row: LongRow, counted: LongRow, skips: { left: number; muted: number }): Progress {
  const targeted = Number(row.targeted ?? 0);
  const sum = (name: string) => Number(counted[name] ?? 0) + Number(row[`purged_${name}`] ?? 0);
  const delivered = sum('delivered');
  const left = Math.max(0, targeted - delivered);
  // The cast: the column holds nothing else.
  const state = row.state as BroadcastState;
  const isOver = state !== 'sent' || row.stopped_at !== null;
  // Once it is over, nobody who does not have it ever will.
  const skipped = isOver ? left : Math.min(left, skips.left + skips.muted);
  const figures = {
    targeted,
    delivered,
    pending: left - skipped,
    skipped,
    seen: sum('seen'),
    read: sum('read'),
    clicked: sum('clicked'),
  };
  return { state, figures, skippedFor: shareSkipped(skipped, skips) };
}
