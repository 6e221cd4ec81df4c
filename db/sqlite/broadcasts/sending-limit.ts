import { and, asc, desc, eq, gt, gte, lt, ne, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import { auditLog } from '@/db/sqlite/schema-audit';
import { broadcasts } from '@/db/sqlite/schema-broadcasts';
import {
  crowdedBy,
  LIMIT_WINDOW_MS,
  type LimitedAct,
  type SendingLimits,
  sendingAgainAt,
  tooManySendings,
  tooManyTogether,
} from '@/lib/inbox/sending-limits';

const RECENT_MAX = 100;
/** More than any limit allows within two hours: that many are too many in any case. */
const WAITING_MAX = 500;

export type SendingLimit = ReturnType<typeof sendingLimit>;

/**
 * How often one person has asked others to read: by sendings they confirmed, and by edits that made something unread
 * again; and how many of theirs go out together. Call within the transaction of the act, or two at one moment would both pass.
 */
export function sendingLimit({ database }: Connection) {
  const confirmed = database
    .select({ at: broadcasts.confirmedAt })
    .from(broadcasts)
    .where(
      and(
        eq(broadcasts.sentBy, sql.placeholder('userId')),
        gte(broadcasts.confirmedAt, sql.placeholder('since')),
        ne(broadcasts.state, 'cancelled'),
      ),
    )
    .orderBy(desc(broadcasts.confirmedAt))
    .limit(RECENT_MAX)
    .prepare();
  // The signs keep the query at the index of the times: a person's acts of an hour are few, those of years are not.
  const askedAgain = database
    .select({ at: auditLog.at })
    .from(auditLog)
    .where(
      and(
        gte(auditLog.at, sql.placeholder('since')),
        sql`+${auditLog.actorId} = ${sql.placeholder('userId')}`,
        sql`+${auditLog.action} = 'broadcast.edit'`,
        sql`json_extract(${auditLog.after}, '$.notifyAgain') = 1`,
      ),
    )
    .orderBy(desc(auditLog.at))
    .limit(RECENT_MAX)
    .prepare();

  // The sign keeps the query at the index of the times, for what waits around one time is little.
  const waiting = database
    .select({ at: broadcasts.dueAt })
    .from(broadcasts)
    .where(
      and(
        gt(broadcasts.dueAt, sql.placeholder('after')),
        lt(broadcasts.dueAt, sql.placeholder('before')),
        sql`+${broadcasts.sentBy} = ${sql.placeholder('userId')}`,
      ),
    )
    .orderBy(asc(broadcasts.dueAt))
    .limit(WAITING_MAX)
    .prepare();

  function recent(userId: string, since: number): readonly number[] {
    const sent = confirmed.all({ userId, since }).flatMap(({ at }) => at ?? []);
    const edited = askedAgain.all({ userId, since }).map(({ at }) => at);
    return [...sent, ...edited].sort((one, other) => other - one).slice(0, RECENT_MAX);
  }

  return {
    /** When, newest first. What was cancelled before it went out reached nobody and is not among them. */
    recent,
    /** Throws `too_many` when this person has done so too often lately. Without limits nothing is counted. */
    keepWithin(
      limits: SendingLimits | undefined,
      { userId, act, now }: { userId: string | null | undefined; act: LimitedAct; now: number },
    ): void {
      if (!limits || !userId) return;
      const again = sendingAgainAt(recent(userId, now - LIMIT_WINDOW_MS), limits, now);
      if (again !== null) throw tooManySendings(again, { act, now });
    },
    /** Throws `too_many` when, going out `at` this time, it would go with too many others of this person that wait. */
    keepApart(
      limits: SendingLimits | undefined,
      { userId, at, now }: { userId: string | null; at: number; now: number },
    ): void {
      if (!limits || !userId) return;
      const around = { userId, after: at - LIMIT_WINDOW_MS, before: at + LIMIT_WINDOW_MS };
      const others = waiting.all(around).flatMap(({ at: other }) => other ?? []);
      const other = crowdedBy(others, limits, at);
      if (other !== null) throw tooManyTogether(other, { limits, now });
    },
  };
}
