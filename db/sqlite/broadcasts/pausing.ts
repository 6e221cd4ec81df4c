import { and, eq, isNotNull, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import { broadcasts } from '@/db/sqlite/schema-broadcasts';
import type { Actor } from '@/lib/inbox/audit';
import type { BroadcastActs } from './acts';
import type { BroadcastRow } from './broadcast-row';
import type { BroadcastRows } from './rows';

type At = Readonly<{ by?: Actor; now: number }>;
export type Pausing = ReturnType<typeof pausing>;

/** Keeps what waits from going out, with its entry in the audit log. Call within a transaction. */
export function pausing(
  { database }: Connection,
  { rows, acts }: { rows: BroadcastRows; acts: BroadcastActs },
) {
  // What waits is what is due at some time: few, and found by their index. Who confirmed it was not always written down.
  const waitingOf = database
    .select({ id: broadcasts.id })
    .from(broadcasts)
    .where(
      and(
        isNotNull(broadcasts.dueAt),
        eq(sql`coalesce(${broadcasts.sentBy}, ${broadcasts.createdBy})`, sql.placeholder('userId')),
      ),
    )
    .prepare();

  function pause(row: BroadcastRow, { by, now }: At): BroadcastRow {
    // What was scheduled before that was written down apart has its time in `dueAt` alone.
    const scheduledFor = row.scheduledFor ?? row.dueAt;
    const pausedFrom = row.state === 'held' ? 'held' : 'scheduled';
    const paused = rows.change(row, { state: 'paused', dueAt: null, pausedFrom, scheduledFor });
    acts.record(by, 'broadcast.pause', { before: row, after: paused, now });
    return paused;
  }

  return {
    pause,
    /** All that waits of what this person confirmed, however much that is; answers which. */
    pauseAllOf(userId: string, at: At): readonly string[] {
      const ids = waitingOf.all({ userId }).map(({ id }) => id);
      for (const id of ids) pause(rows.getIn(['held', 'scheduled'], id), at);
      return ids;
    },
  };
}
