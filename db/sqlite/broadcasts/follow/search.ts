import { and, asc, desc, eq, gte, lt, or, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import { holds } from '@/db/sqlite/like';
import type { LongReads } from '@/db/sqlite/long-reads';
import { users } from '@/db/sqlite/schema';
import { broadcasts } from '@/db/sqlite/schema-broadcasts';
import type { Follow } from '@/db/store-follow';
import { AppError } from '@/lib/errors';
import { toBroadcast } from '../broadcast-row';
import type { BroadcastRows } from '../rows';
import type { ManyFigures } from './many-figures';

const PAGE_MAX = 100;
const CHOICES_MAX = 200;

/** Who sent it, or who wrote it while it is not sent; and the same of when. */
const whose = sql`coalesce(${broadcasts.sentBy}, ${broadcasts.createdBy})`;
const when = sql`coalesce(${broadcasts.sentAt}, ${broadcasts.createdAt})`;

/** Finding broadcasts again. */
export function search(
  { database, snapshot }: Connection,
  { rows, longReads, figures }: { rows: BroadcastRows; longReads: LongReads; figures: ManyFigures },
): Pick<Follow, 'searchBroadcasts' | 'broadcastChoices'> {
  return {
    async searchBroadcasts({ q, state, category, sender, from, to, before, limit }) {
      if (!Number.isInteger(limit) || limit < 1 || limit > PAGE_MAX) {
        throw new AppError('invalid', `A page has 1 to ${PAGE_MAX} broadcasts.`);
      }
      const finding = database
        .select({ id: broadcasts.id, position: broadcasts.position })
        .from(broadcasts)
        .where(
          and(
            before === null ? undefined : lt(broadcasts.position, parsePosition(before)),
            state === null ? undefined : eq(broadcasts.state, state),
            category === null ? undefined : eq(broadcasts.category, category),
            sender === null ? undefined : sql`${whose} = ${sender}`,
            from === null ? undefined : gte(when, from),
            to === null ? undefined : lt(when, to),
            q === null ? undefined : or(holds(broadcasts.title, q), holds(broadcasts.body, q)),
          ),
        )
        .orderBy(desc(broadcasts.position))
        .limit(limit + 1);
      const [found = []] = await longReads.run([finding]);
      const shown = found.slice(0, limit);
      const ids = shown.map(({ id }) => String(id));
      const counted = await figures(ids);
      const listed = ids.flatMap((id) => {
        const row = snapshot(() => rows.find(id));
        const progress = counted.get(id);
        return row && progress ? [{ ...toBroadcast(row), figures: progress.figures }] : [];
      });
      return { broadcasts: listed, next: found.length > limit ? String(shown.at(-1)?.position) : null };
    },

    async broadcastChoices() {
      const categories = database
        .selectDistinct({ category: broadcasts.category })
        .from(broadcasts)
        .orderBy(asc(broadcasts.category))
        .limit(CHOICES_MAX);
      const senders = database
        .selectDistinct({ id: users.id, name: users.name })
        .from(broadcasts)
        .innerJoin(users, eq(users.id, whose))
        .orderBy(asc(users.name), asc(users.id))
        .limit(CHOICES_MAX);
      const [kinds = [], people = []] = await longReads.run([categories, senders]);
      return {
        categories: kinds.map(({ category }) => String(category)),
        senders: people.map(({ id, name }) => ({ id: String(id), name: String(name) })),
      };
    },
  };
}

function parsePosition(before: string): number {
  if (/^[1-9][0-9]{0,14}$/.test(before)) return Number(before);
  throw new AppError('invalid', 'This is not a place in the list of broadcasts.');
}
