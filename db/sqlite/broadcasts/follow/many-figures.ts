import { count, inArray, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import type { LongReads, LongRow } from '@/db/sqlite/long-reads';
import { notifications } from '@/db/sqlite/schema';
import { broadcastSkips, broadcasts } from '@/db/sqlite/schema-broadcasts';
import type { BroadcastState } from '@/lib/inbox/broadcast';
import { type Progress, shareSkipped } from '@/lib/inbox/progress';
import { toFigures } from '../figures';

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
        recalledAt: broadcasts.recalledAt,
        expiredAt: broadcasts.expiredAt,
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
  const marks = (of: LongRow, prefix = '') => ({
    delivered: Number(of[`${prefix}delivered`] ?? 0),
    seen: Number(of[`${prefix}seen`] ?? 0),
    read: Number(of[`${prefix}read`] ?? 0),
    clicked: Number(of[`${prefix}clicked`] ?? 0),
  });
  const own = {
    ...marks(row, 'purged_'),
    targeted: numberOrNull(row.targeted),
    recalledAt: numberOrNull(row.recalled_at),
    expiredAt: numberOrNull(row.expired_at),
    stoppedAt: numberOrNull(row.stopped_at),
  };
  const figures = toFigures(own, marks(counted), skips.left + skips.muted);
  // The cast: the column holds nothing else.
  return { state: row.state as BroadcastState, figures, skippedFor: shareSkipped(figures.skipped, skips) };
}

const numberOrNull = (value: unknown): number | null => (typeof value === 'number' ? value : null);
