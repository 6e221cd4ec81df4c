import { and, count, eq, inArray, isNotNull, max, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import type { LongReads } from '@/db/sqlite/long-reads';
import { notifications } from '@/db/sqlite/schema';
import { broadcasts } from '@/db/sqlite/schema-broadcasts';
import type { Follow } from '@/db/store-follow';
import { AppError } from '@/lib/errors';

const STEPS = 16;
const IDS_MAX = 100;
/** A broadcast that everybody saw within a second has no shape worth showing. */
const SPAN_MIN_MS = 60_000;

/** How fast broadcasts were seen, for small pictures beside their numbers. */
export function sparklines(
  { database }: Connection,
  { longReads }: { longReads: LongReads },
): Pick<Follow, 'sparklines'> {
  return {
    async sparklines(ids) {
      if (ids.length > IDS_MAX) throw new AppError('invalid', `At most ${IDS_MAX} broadcasts at once.`);
      if (ids.length === 0) return new Map();
      const named = sql`(select value from json_each(${JSON.stringify(ids)}))`;
      const seen = and(inArray(notifications.broadcastId, named), isNotNull(notifications.seenAt));
      const last = database
        .select({ broadcastId: notifications.broadcastId, at: max(notifications.seenAt).as('last_seen') })
        .from(notifications)
        .where(seen)
        .groupBy(notifications.broadcastId)
        .as('last');
      const age = sql`max(0, ${notifications.seenAt} - ${broadcasts.sentAt})`;
      const span = sql`max(${sql.raw(String(SPAN_MIN_MS))}, ${last.at} - ${broadcasts.sentAt})`;
      const counting = database
        .select({
          id: broadcasts.id,
          step: sql<number>`min(${sql.raw(String(STEPS - 1))}, ${age} * ${sql.raw(String(STEPS))} / ${span})`.as(
            'step',
          ),
          people: count().as('people'),
        })
        .from(notifications)
        .innerJoin(broadcasts, eq(broadcasts.id, notifications.broadcastId))
        .innerJoin(last, eq(last.broadcastId, notifications.broadcastId))
        .where(and(seen, isNotNull(broadcasts.sentAt)))
        .groupBy(broadcasts.id, sql`step`);
      const [found = []] = await longReads.run([counting]);
      const within = new Map<string, number[]>();
      for (const { id, step, people } of found) {
        const steps = within.get(String(id)) ?? Array<number>(STEPS).fill(0);
        steps[Number(step)] = Number(people);
        within.set(String(id), steps);
      }
      return new Map([...within].map(([id, steps]) => [id, summed(steps)]));
    },
  };
}

function summed(steps: readonly number[]): readonly number[] {
  let sum = 0;
  return steps.map((step) => {
    sum += step;
    return sum;
  });
}
