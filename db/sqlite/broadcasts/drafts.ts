import { setImmediate } from 'node:timers/promises';
import { and, count, desc, lt, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import type { KeptAnswers } from '@/db/sqlite/kept-answers';
import { users } from '@/db/sqlite/schema';
import { broadcasts } from '@/db/sqlite/schema-broadcasts';
import type { Broadcasts } from '@/db/store';
import { AppError } from '@/lib/errors';
import type { BroadcastWithFigures } from '@/lib/inbox/broadcast';
import { audienceCondition } from './audience-condition';
import type { AudienceSize } from './audience-size';
import { revisedContent, selectBroadcasts, toBroadcast } from './broadcast-row';
import type { CountFigures } from './figures';
import type { BroadcastRows } from './rows';

const LIST_MAX = 100;
const AMONG_MAX = 1_000;

type Parts = { rows: BroadcastRows; figures: CountFigures; size: AudienceSize; answers: KeptAnswers };
type Drafts = Pick<
  Broadcasts,
  | 'createBroadcast'
  | 'updateBroadcast'
  | 'findBroadcast'
  | 'listBroadcasts'
  | 'figures'
  | 'countAudience'
  | 'countAmong'
>;

/** Writing broadcasts and looking at them. */
export function drafts(
  { database, immediate, snapshot }: Connection,
  { rows, figures, size, answers }: Parts,
): Drafts {
  const page = selectBroadcasts(database)
    .where(lt(broadcasts.position, sql.placeholder('before')))
    .orderBy(desc(broadcasts.position))
    .limit(sql.placeholder('limit'))
    .prepare();

  return {
    createBroadcast: async ({ id, createdBy, content, audience, once, now }) =>
      immediate(() =>
        answers.once(once, now, () => {
          const draft = {
            ...content,
            id,
            createdBy,
            // A copy: the query builder chokes on a parsed object without a prototype.
            audience: { ...audience },
            state: 'draft',
            version: 1,
            createdAt: now,
          } as const;
          database.insert(broadcasts).values(draft).run();
          return toBroadcast(rows.get(id));
        }),
      ),

    updateBroadcast: async (id, { content, audience, version, once, now }) =>
      immediate(() =>
        answers.once(once, now, () => {
          const row = rows.getIn(['draft'], id);
          if (version !== undefined && version !== row.version) {
            throw new AppError('conflict', 'Somebody has changed this draft.', {
              facts: { version: row.version },
            });
          }
          const revised = revisedContent(row, content ?? {});
          return toBroadcast(
            rows.change(row, {
              ...revised,
              audience: { ...(audience ?? row.audience) },
              version: row.version + 1,
            }),
          );
        }),
      ),

    findBroadcast: async (id) => snapshot(() => withFigures(id)),

    async listBroadcasts({ before, limit }) {
      if (!Number.isInteger(limit) || limit < 1 || limit > LIST_MAX) {
        throw new AppError('invalid', `A page has 1 to ${LIST_MAX} broadcasts.`);
      }
      const position = parsePosition(before);
      const found = snapshot(() => page.all({ before: position, limit: limit + 1 }));
      const shown = found.slice(0, limit);
      const listed: BroadcastWithFigures[] = [];
      for (const { id } of shown) {
        const broadcast = snapshot(() => withFigures(id));
        if (broadcast) listed.push(broadcast);
        // The figures of a large broadcast take milliseconds: a hundred of them must not stop the sockets.
        await setImmediate();
      }
      return { broadcasts: listed, next: found.length > limit ? String(shown.at(-1)?.position) : null };
    },

    figures: async (id) => snapshot(() => figures(id)),
    countAudience: async (audience) => snapshot(() => size(audience)),
    async countAmong(userIds, audience) {
      if (userIds.length > AMONG_MAX) throw new AppError('invalid', `At most ${AMONG_MAX} people at once.`);
      const among = sql`${users.id} in (select value from json_each(${JSON.stringify(userIds)}))`;
      const counting = database.select({ people: count() }).from(users);
      return snapshot(() => counting.where(and(among, audienceCondition(audience))).get()?.people ?? 0);
    },
  };

  function withFigures(id: string): BroadcastWithFigures | null {
    const row = rows.find(id);
    const counted = row && figures(id);
    return counted ? { ...toBroadcast(row), figures: counted } : null;
  }
}

function parsePosition(before: string | null): number {
  if (before === null) return Number.MAX_SAFE_INTEGER;
  if (/^[1-9][0-9]{0,14}$/.test(before)) return Number(before);
  throw new AppError('invalid', 'This is not a place in the list of broadcasts.');
}
