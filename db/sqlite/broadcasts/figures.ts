import { and, count, eq, isNotNull, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import { notifications } from '@/db/sqlite/schema';
import { broadcastSkips, broadcasts } from '@/db/sqlite/schema-broadcasts';
import type { Figures } from '@/lib/inbox/broadcast';

export type CountFigures = ReturnType<typeof countFigures>;

/**
 * Who has a broadcast, counted from the rows by one covering index; null for an unknown one. Tombstones
 * count as delivered, for it was, also when they have been purged. Call within a transaction: the statements must agree.
 */
export function countFigures({ database }: Connection): (id: string) => Figures | null {
  const find = database
    .select({
      targeted: broadcasts.targeted,
      recalledAt: broadcasts.recalledAt,
      expiredAt: broadcasts.expiredAt,
      stoppedAt: broadcasts.stoppedAt,
      delivered: broadcasts.purgedDelivered,
      seen: broadcasts.purgedSeen,
      read: broadcasts.purgedRead,
      clicked: broadcasts.purgedClicked,
    })
    .from(broadcasts)
    .where(eq(broadcasts.id, sql.placeholder('id')))
    .prepare();
  const rows = database
    .select({
      delivered: count(),
      seen: count(notifications.seenAt),
      read: count(notifications.readAt),
      clicked: count(notifications.clickedAt),
    })
    .from(notifications)
    .where(and(eq(notifications.broadcastId, sql.placeholder('id')), isNotNull(notifications.broadcastId)))
    .prepare();
  const skips = database
    .select({ skipped: count() })
    .from(broadcastSkips)
    .where(eq(broadcastSkips.broadcastId, sql.placeholder('id')))
    .prepare();

  return (id) => {
    const broadcast = find.get({ id });
    if (!broadcast) return null;
    const present = rows.get({ id }) ?? NOTHING;
    return toFigures(broadcast, present, skips.get({ id })?.skipped ?? 0);
  };
}

/** A broadcast's own numbers, the rows there are of it and the people recorded as skipped, as its figures. */
export function toFigures(broadcast: Counted, present: Present, skips: number): Figures {
  const targeted = broadcast.targeted ?? 0;
  const counted = {
    delivered: present.delivered + broadcast.delivered,
    seen: present.seen + broadcast.seen,
    read: present.read + broadcast.read,
    clicked: present.clicked + broadcast.clicked,
  };
  const left = Math.max(0, targeted - counted.delivered);
  const isOver = (broadcast.recalledAt ?? broadcast.expiredAt ?? broadcast.stoppedAt) !== null;
  // Once it is taken back, over or stopped, nobody who does not have it ever will.
  const skipped = isOver ? left : Math.min(left, skips);
  return { targeted, pending: left - skipped, skipped, ...counted };
}

/** What a broadcast's own row says: its purged tombstones had counted for something. */
type Counted = Present &
  Readonly<{
    targeted: number | null;
    recalledAt: number | null;
    expiredAt: number | null;
    stoppedAt: number | null;
  }>;
type Present = Readonly<{ delivered: number; seen: number; read: number; clicked: number }>;

const NOTHING: Present = { delivered: 0, seen: 0, read: 0, clicked: 0 };
