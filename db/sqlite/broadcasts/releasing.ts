import { and, asc, eq, gt, isNotNull, isNull, lte, min, or, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import { broadcasts } from '@/db/sqlite/schema-broadcasts';
import type { Broadcasts } from '@/db/store-broadcasts';
import { faultPoint } from '@/lib/fault-kit/point';
import type { BroadcastActs } from './acts';
import type { BroadcastRow } from './broadcast-row';
import type { Going } from './going';
import type { BroadcastLog } from './log';
import type { BroadcastRows } from './rows';
import type { Targets } from './targets';

type Parts = { rows: BroadcastRows; log: BroadcastLog; targets: Targets; go: Going; acts: BroadcastActs };
type Found = Readonly<{ id: string; version: number }>;
type At = Parameters<Broadcasts['releaseDue']>[0];

/** What happens to broadcasts when a time comes, each in a transaction of its own. */
export function releasing(
  { database, immediate, snapshot }: Connection,
  { rows, log, targets, go, acts }: Parts,
): Pick<Broadcasts, 'releaseDue' | 'expireDue' | 'nextDue'> {
  const isDue = and(isNotNull(broadcasts.dueAt), lte(broadcasts.dueAt, sql.placeholder('now')));
  const isOver = lte(broadcasts.expiresAt, sql.placeholder('now'));
  const due = database
    .select({
      id: broadcasts.id,
      audience: broadcasts.audience,
      frozen: broadcasts.frozen,
      version: broadcasts.version,
    })
    .from(broadcasts)
    .where(and(isDue, or(isNull(broadcasts.expiresAt), gt(broadcasts.expiresAt, sql.placeholder('now')))))
    .orderBy(asc(broadcasts.dueAt))
    .limit(sql.placeholder('limit'))
    .prepare();
  const over = database
    .select({ id: broadcasts.id })
    .from(broadcasts)
    .where(and(isNotNull(broadcasts.expiresAt), eq(broadcasts.state, sql`'sent'`), isOver))
    .orderBy(asc(broadcasts.expiresAt))
    .limit(sql.placeholder('limit'))
    .prepare();
  const tooLate = database
    .select({ id: broadcasts.id })
    .from(broadcasts)
    .where(and(isDue, isOver))
    .limit(sql.placeholder('limit'))
    .prepare();
  const nextToGo = database
    .select({ at: min(broadcasts.dueAt) })
    .from(broadcasts)
    .where(isNotNull(broadcasts.dueAt))
    .prepare();
  const nextToEnd = database
    .select({ at: min(broadcasts.expiresAt) })
    .from(broadcasts)
    .where(and(isNotNull(broadcasts.expiresAt), eq(broadcasts.state, sql`'sent'`)))
    .prepare();

  return {
    async releaseDue({ now, limit, by }) {
      const released: string[] = [];
      for (const target of snapshot(() => due.all({ now, limit }))) {
        if (!(await targets.withSize(target, null, (size) => release(target, size, { now, by })))) continue;
        released.push(target.id);
        faultPoint('release-committed');
      }
      return released;
    },

    async expireDue({ now, limit, by }) {
      const expired: string[] = [];
      const ids = snapshot(() => [...over.all({ now, limit }), ...tooLate.all({ now, limit })]);
      for (const { id } of ids.slice(0, limit)) {
        if (!(await immediate(() => expire(id, { now, by })))) continue;
        expired.push(id);
        faultPoint('expire-committed');
      }
      return expired;
    },

    nextDue: async () =>
      snapshot(() => {
        const times = [nextToGo.get()?.at ?? null, nextToEnd.get()?.at ?? null];
        return times.reduce((one, other) =>
          one === null || other === null ? (one ?? other) : Math.min(one, other),
        );
      }),
  };

  /** Whether it went out: it may have been paused, changed or cancelled since it was found to be due. */
  function release({ id, version }: Found, size: () => number, { now, by }: Omit<At, 'limit'>): boolean {
    const row = rows.get(id);
    // Another version may have another audience than the one that was counted.
    if (row.version !== version || !isWaiting(row, now) || isOverBy(row, now)) return false;
    const sent = go(row, { targeted: size(), now });
    acts.record(by, 'broadcast.release', { before: row, after: sent, now });
    faultPoint('release-written');
    return true;
  }

  /** Whether it ended: it may have been recalled since. */
  function expire(id: string, { now, by }: Omit<At, 'limit'>): boolean {
    const row = rows.get(id);
    if (!isOverBy(row, now)) return false;
    if (row.state !== 'sent' && !isWaiting(row, now)) return false;
    // Nobody has one that never went out: nobody needs to be told.
    const told = row.state === 'sent' ? { lastEntry: tell(id, now) } : {};
    const ended = rows.change(row, { state: 'expired', expiredAt: now, dueAt: null, ...told });
    acts.record(by, 'broadcast.expire', { before: row, after: ended, now });
    faultPoint('expire-written');
    return true;
  }

  function tell(broadcastId: string, now: number): number {
    return log.write({ broadcastId, kind: 'expired', notifyAgain: false, now });
  }
}

function isWaiting({ state, dueAt }: BroadcastRow, now: number): boolean {
  return (state === 'held' || state === 'scheduled') && dueAt !== null && dueAt <= now;
}

function isOverBy({ expiresAt }: BroadcastRow, now: number): boolean {
  return expiresAt !== null && expiresAt <= now;
}
