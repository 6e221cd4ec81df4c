import { and, asc, eq, gt, isNotNull, isNull, lt, or, type SQL, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import { holds } from '@/db/sqlite/like';
import { notifications, streams, users } from '@/db/sqlite/schema';
import { broadcastPeople, broadcastSkips, broadcasts } from '@/db/sqlite/schema-broadcasts';
import { earlierStandings } from '@/db/sqlite/schema-people';
import type { Audience } from '@/lib/inbox/audience';
import type { RecipientFilter } from '@/lib/inbox/recipient';
import { audienceCondition } from '../audience-condition';

export type RecipientPlace = Readonly<{ q: string | null; after: string; limit: number }>;
type Target = Readonly<{ id: string; audience: Audience; frozen: boolean }>;

/** Of whom a list with this filter is made: those who have it, those who were skipped, those it still has to reach. */
export const SOURCES: Readonly<Record<RecipientFilter, readonly ('reached' | 'skipped' | 'pending')[]>> = {
  all: ['reached', 'skipped', 'pending'],
  delivered: ['reached'],
  unseen: ['reached'],
  unread: ['reached'],
  seen: ['reached'],
  read: ['reached'],
  clicked: ['reached'],
  skipped: ['skipped'],
  pending: ['pending'],
};

/** The three sources, each in the order of the people's ids. A person is in at most one of them. */
export function recipientQueries({ database }: Connection) {
  const person = { id: users.id, name: users.name, email: users.email };
  const matches = (q: string | null): SQL | undefined =>
    q === null ? undefined : or(holds(users.name, q), holds(users.email, q));

  return {
    reached(id: string, filter: RecipientFilter, { q, after, limit }: RecipientPlace) {
      return database
        .select({
          ...person,
          deliveredAt: notifications.deliveredAt,
          seenAt: notifications.seenAt,
          readAt: notifications.readAt,
          clickedAt: notifications.clickedAt,
        })
        .from(notifications)
        .innerJoin(users, eq(users.id, notifications.userId))
        .where(
          and(
            eq(notifications.broadcastId, id),
            // Says to the planner that the partial index fits.
            isNotNull(notifications.broadcastId),
            gt(notifications.userId, after),
            MARKED[filter],
            matches(q),
          ),
        )
        .orderBy(asc(notifications.userId))
        .limit(limit);
    },
    skipped(id: string, { q, after, limit }: RecipientPlace) {
      return database
        .select({ ...person, reason: broadcastSkips.reason })
        .from(broadcastSkips)
        .innerJoin(users, eq(users.id, broadcastSkips.userId))
        .where(and(eq(broadcastSkips.broadcastId, id), gt(broadcastSkips.userId, after), matches(q)))
        .orderBy(asc(broadcastSkips.userId))
        .limit(limit);
    },
    /** Who belongs and whose inbox has not come to its entry in the log; nobody once it is over or stopped. */
    pending(target: Target, { q, after, limit }: RecipientPlace) {
      return database
        .select(person)
        .from(users)
        .innerJoin(streams, eq(streams.userId, users.id))
        .innerJoin(broadcasts, eq(broadcasts.id, target.id))
        .where(
          and(
            gt(users.id, after),
            eq(broadcasts.state, 'sent'),
            isNull(broadcasts.stoppedAt),
            lt(streams.broadcastCursor, broadcasts.sentEntry),
            belongsTo(target),
            hasBeenSince(broadcasts.sentEntry),
            matches(q),
          ),
        )
        .orderBy(asc(users.id))
        .limit(limit);
    },
  };
}

const MARKED: Readonly<Record<RecipientFilter, SQL | undefined>> = {
  all: undefined,
  delivered: undefined,
  pending: undefined,
  skipped: undefined,
  unseen: isNull(notifications.seenAt),
  unread: isNull(notifications.readAt),
  seen: isNotNull(notifications.seenAt),
  read: isNotNull(notifications.readAt),
  clicked: isNotNull(notifications.clickedAt),
};

/** Whether a user belongs to a broadcast: by its audience, and by the list that was kept when it was confirmed, if there is one. */
export function belongsTo({ id, audience, frozen }: Target): SQL | undefined {
  if (!frozen) return audienceCondition(audience);
  const kept = sql`${users.id} in (select ${broadcastPeople.userId} from ${broadcastPeople} where ${eq(broadcastPeople.broadcastId, id)})`;
  return and(kept, audienceCondition(audience, 'check'));
}

/** Who has changed since and is not settled yet may not belong any more, or did not then: that is known in a moment. */
export function hasBeenSince(entry: typeof broadcasts.sentEntry): SQL {
  return sql`not exists (select 1 from ${earlierStandings}
    where ${earlierStandings.userId} = ${users.id} and ${earlierStandings.through} >= ${entry})`;
}
