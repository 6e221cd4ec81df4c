import { and, count, eq, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import { users } from '@/db/sqlite/schema';
import { broadcastPeople } from '@/db/sqlite/schema-broadcasts';
import { AppError } from '@/lib/errors';
import { AUDIENCE_FROZEN_MAX, type Audience, TOO_MANY_TO_FREEZE } from '@/lib/inbox/audience';
import { audienceCondition } from './audience-condition';

export type FrozenPeople = ReturnType<typeof frozenPeople>;

/** Who belonged when a sending was confirmed. Call within a transaction. */
export function frozenPeople({ database }: Connection) {
  const add = database
    .insert(broadcastPeople)
    .select(
      sql`select ${sql.placeholder('broadcastId')}, value from json_each(${sql.placeholder('ids')}) where true`,
    )
    .prepare();
  const remove = database
    .delete(broadcastPeople)
    .where(eq(broadcastPeople.broadcastId, sql.placeholder('broadcastId')))
    .prepare();
  const size = database
    .select({ people: count() })
    .from(broadcastPeople)
    .where(eq(broadcastPeople.broadcastId, sql.placeholder('broadcastId')))
    .prepare();
  const among = database
    .select({ userId: broadcastPeople.userId })
    .from(broadcastPeople)
    .where(
      and(
        eq(broadcastPeople.broadcastId, sql.placeholder('broadcastId')),
        eq(broadcastPeople.userId, sql.placeholder('userId')),
      ),
    )
    .prepare();

  return {
    keep(broadcastId: string, ids: readonly string[]): void {
      add.run({ broadcastId, ids: JSON.stringify(ids) });
    },
    forget: (broadcastId: string): void => void remove.run({ broadcastId }),
    size: (broadcastId: string): number => size.get({ broadcastId })?.people ?? 0,
    has: (broadcastId: string, userId: string): boolean => among.get({ broadcastId, userId }) !== undefined,
    /** Who belongs now, one more than can be kept at most. */
    whoBelongs(audience: Audience) {
      const belonging = database.select({ id: users.id }).from(users).where(audienceCondition(audience));
      return belonging.limit(AUDIENCE_FROZEN_MAX + 1);
    },
    /** A query for the number (`people`) of those kept who belong still. */
    stillBelonging(broadcastId: string, audience: Audience) {
      const kept = and(eq(broadcastPeople.broadcastId, broadcastId), audienceCondition(audience, 'check'));
      return database
        .select({ people: sql<number>`count(*)`.as('people') })
        .from(broadcastPeople)
        .innerJoin(users, eq(users.id, broadcastPeople.userId))
        .where(kept);
    },
  };
}

/** Refuses a list that is too long to be kept in the transaction that confirms. */
export function needToFit(ids: readonly string[]): void {
  if (ids.length <= AUDIENCE_FROZEN_MAX) return;
  const errors = [{ path: 'freeze', message: TOO_MANY_TO_FREEZE }];
  throw new AppError('invalid', TOO_MANY_TO_FREEZE, { errors });
}
