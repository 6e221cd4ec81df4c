import { and, count, eq, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import { asQuery, type LongQuery, type LongReads, numberIn } from '@/db/sqlite/long-reads';
import { meta, users } from '@/db/sqlite/schema';
import type { AudienceCount, Broadcasts } from '@/db/store-broadcasts';
import { AppError } from '@/lib/errors';
import type { Audience } from '@/lib/inbox/audience';
import { audienceCondition, isOneOf } from './audience-condition';
import { type AudienceSize, sizeOf } from './audience-size';

const AMONG_MAX = 1_000;

export type Counting = Pick<Broadcasts, 'countAudience' | 'countAmong'> & {
  /** The answer of a query for a number (`people`), with the membership number it was counted at. */
  countApart(query: LongQuery): Promise<AudienceCount>;
  /** A query for that number, `memberships`. */
  membershipsQuery(): LongQuery;
};

/** Counting the people of an audience: at once where that is cheap, else on the thread for long reads. */
export function counting(
  { database, snapshot }: Connection,
  { size, longReads }: { size: AudienceSize; longReads: LongReads },
): Counting {
  return {
    countAudience,
    countApart,
    membershipsQuery,
    countAmong: async (userIds, audience) => {
      if (userIds.length > AMONG_MAX) throw new AppError('invalid', `At most ${AMONG_MAX} people at once.`);
      const among = and(isOneOf(users.id, userIds), audienceCondition(audience, 'check'));
      const query = database.select({ people: count() }).from(users).where(among);
      return snapshot(() => query.get()?.people ?? 0);
    },
  };

  async function countAudience(audience: Audience): Promise<AudienceCount> {
    const atOnce = snapshot(() => {
      const people = size.atOnce(audience);
      return people === null ? null : { count: people, memberships: size.memberships() };
    });
    return atOnce ?? countApart(asQuery(sizeOf(audience)));
  }

  async function countApart(query: LongQuery): Promise<AudienceCount> {
    const [numbers, sizes] = await longReads.run([membershipsQuery(), query]);
    return { count: numberIn(sizes, 'people'), memberships: numberIn(numbers, 'memberships') };
  }

  function membershipsQuery(): LongQuery {
    const memberships = sql<number>`cast(${meta.value} as integer)`.as('memberships');
    return database.select({ memberships }).from(meta).where(eq(meta.key, 'memberships'));
  }
}
