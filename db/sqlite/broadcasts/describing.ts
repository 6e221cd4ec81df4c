import { and, count, eq, gte, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import { asQuery, type LongQuery, type LongReads, type LongRow, numberIn } from '@/db/sqlite/long-reads';
import { notifications, users } from '@/db/sqlite/schema';
import { mutedCategories } from '@/db/sqlite/schema-people';
import type { AudienceReport, Broadcasts } from '@/db/store-broadcasts';
import { AppError } from '@/lib/errors';
import { audienceCondition, isOneOf } from './audience-condition';
import { sizeOf } from './audience-size';

const ONLINE_MAX = 10_000;
/** Notifications since then that make somebody busy. */
const BUSY_FROM = 5;
const EXAMPLES = 5;

/** Said as the index says it: a value put in by the query would not match it. */
const NO_TEST = sql`${notifications.isTest} = 0`;

type Asked = Parameters<Broadcasts['describeAudience']>[0];

/** Who would be reached, for whoever is about to send: everything in one snapshot, on the thread for long reads. */
export function describing(
  { database }: Connection,
  { longReads }: { longReads: LongReads },
): Pick<Broadcasts, 'describeAudience'> {
  return {
    async describeAudience(asked) {
      if ((asked.online?.length ?? 0) > ONLINE_MAX)
        throw new AppError('invalid', `At most ${ONLINE_MAX} people at once.`);
      const [sizes, online, muted, busy, examples] = await longReads.run([
        asQuery(sizeOf(asked.audience)),
        onlineQuery(asked),
        mutedQuery(asked),
        busyQuery(asked),
        examplesQuery(asked),
      ]);
      return {
        count: numberIn(sizes, 'people'),
        online: asked.online === null ? null : numberIn(online, 'people'),
        muted: asked.critical ? 0 : numberIn(muted, 'people'),
        busy: numberIn(busy, 'people'),
        examples: (examples ?? []).map(toExample),
      };
    },
  };

  function onlineQuery({ audience, online }: Asked): LongQuery {
    const among = and(isOneOf(users.id, online ?? []), audienceCondition(audience, 'check'));
    return database.select({ people: people() }).from(users).where(among);
  }

  function mutedQuery({ audience, category }: Asked): LongQuery {
    return database
      .select({ people: people() })
      .from(mutedCategories)
      .innerJoin(users, eq(users.id, mutedCategories.userId))
      .where(and(eq(mutedCategories.category, category), audienceCondition(audience, 'check')));
  }

  function busyQuery({ audience, since }: Asked): LongQuery {
    const busy = database
      .select({ userId: notifications.userId })
      .from(notifications)
      .where(and(gte(notifications.createdAt, since), NO_TEST))
      .groupBy(notifications.userId)
      .having(gte(count(), BUSY_FROM))
      .as('busy');
    return database
      .select({ people: people() })
      .from(busy)
      .innerJoin(users, eq(users.id, busy.userId))
      .where(audienceCondition(audience, 'check'));
  }

  function examplesQuery({ audience }: Asked): LongQuery {
    return database
      .select({ id: users.id, name: users.name, email: users.email })
      .from(users)
      .where(audienceCondition(audience))
      .limit(EXAMPLES);
  }
}

function people() {
  return sql<number>`count(*)`.as('people');
}

function toExample({ id, name, email }: LongRow): AudienceReport['examples'][number] {
  return { id: String(id), name: String(name), email: String(email) };
}
