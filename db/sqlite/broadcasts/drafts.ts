import { setImmediate } from 'node:timers/promises';
import { desc, lt, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import type { KeptAnswers } from '@/db/sqlite/kept-answers';
import { broadcasts } from '@/db/sqlite/schema-broadcasts';
import type { Broadcasts } from '@/db/store-broadcasts';
import { AppError } from '@/lib/errors';
import type { Actor } from '@/lib/inbox/audit';
import type { Broadcast, BroadcastWithFigures } from '@/lib/inbox/broadcast';
import type { BroadcastActs } from './acts';
import { type BroadcastRow, contentOf, selectBroadcasts, toBroadcast } from './broadcast-row';
import { changedContent } from './changed-content';
import type { CountFigures } from './figures';
import type { ManyFigures } from './follow/many-figures';
import { type BroadcastRows, needVersion } from './rows';

const LIST_MAX = 100;
/** Copies that may be counted while everybody else waits: a millisecond or two. */
const AT_ONCE = 10_000;

type Parts = {
  rows: BroadcastRows;
  figures: CountFigures;
  /** The same, beside the event loop. */
  figuresApart: ManyFigures;
  acts: BroadcastActs;
  answers: KeptAnswers;
};
type Drafts = Pick<
  Broadcasts,
  | 'createBroadcast'
  | 'updateBroadcast'
  | 'duplicateBroadcast'
  | 'findBroadcast'
  | 'listBroadcasts'
  | 'figures'
>;

type Draft = Omit<Parameters<Broadcasts['createBroadcast']>[0], 'by' | 'once'>;

/** Writing broadcasts and looking at them. */
export function drafts(
  { database, immediate, snapshot }: Connection,
  { rows, figures, figuresApart, acts, answers }: Parts,
): Drafts {
  const page = selectBroadcasts(database)
    .where(lt(broadcasts.position, sql.placeholder('before')))
    .orderBy(desc(broadcasts.position))
    .limit(sql.placeholder('limit'))
    .prepare();

  return {
    createBroadcast: async ({ by, once, ...draft }) =>
      immediate(() => answers.once(once, draft.now, () => create(draft, by))),

    updateBroadcast: async (id, { content, audience, expiresAt, version, updatedBy, by, once, now }) =>
      immediate(() =>
        answers.once(once, now, () => {
          const row = rows.getIn(['draft'], id);
          needVersion(row, version, 'Somebody has changed this draft.');
          const written = updatedBy === undefined ? {} : { updatedBy, updatedAt: now };
          const changed = rows.change(row, {
            ...changedContent(row, content ?? {}),
            ...written,
            audience: { ...(audience ?? row.audience) },
            expiresAt: expiresAt === undefined ? row.expiresAt : expiresAt,
            version: row.version + 1,
          });
          // Whoever goes on with their own text makes no entry: it is saved every two seconds.
          if (by?.id !== (row.updatedBy ?? row.createdBy)) {
            acts.record(by, 'broadcast.change', { before: row, after: changed, now });
          }
          return toBroadcast(changed);
        }),
      ),

    duplicateBroadcast: async (id, { newId, createdBy, by, once, now }) =>
      immediate(() =>
        answers.once(once, now, () => {
          const original = rows.get(id);
          const { audience } = original;
          return create({ id: newId, createdBy, content: contentOf(original), audience, now }, by, original);
        }),
      ),

    findBroadcast: (id) => find(id),

    async listBroadcasts({ before, limit }) {
      if (!Number.isInteger(limit) || limit < 1 || limit > LIST_MAX) {
        throw new AppError('invalid', `A page has 1 to ${LIST_MAX} broadcasts.`);
      }
      const position = parsePosition(before);
      const found = snapshot(() => page.all({ before: position, limit: limit + 1 }));
      const shown = found.slice(0, limit);
      const listed: BroadcastWithFigures[] = [];
      for (const { id } of shown) {
        const broadcast = await find(id);
        if (broadcast) listed.push(broadcast);
        // The figures of one take a millisecond: a hundred of them must not stop the sockets.
        await setImmediate();
      }
      return { broadcasts: listed, next: found.length > limit ? String(shown.at(-1)?.position) : null };
    },

    figures: async (id) => snapshot(() => figures(id)),
  };

  function create(draft: Draft, by: Actor | undefined, original: BroadcastRow | null = null): Broadcast {
    const { id, createdBy, content, audience, expiresAt = null, now } = draft;
    database
      .insert(broadcasts)
      // A copy of the audience: the query builder chokes on a parsed object without a prototype.
      .values({
        ...content,
        id,
        createdBy,
        expiresAt,
        audience: { ...audience },
        state: 'draft',
        version: 1,
        createdAt: now,
      })
      .run();
    const row = rows.get(id);
    acts.record(by, original ? 'broadcast.duplicate' : 'broadcast.create', { before: null, after: row, now });
    return toBroadcast(row);
  }

  /** With its figures, counted apart when there may be very many copies: never more than the people it goes to. */
  async function find(id: string): Promise<BroadcastWithFigures | null> {
    const found = snapshot(() => {
      const row = rows.find(id);
      const counted = row && (row.targeted ?? 0) <= AT_ONCE ? figures(id) : null;
      return row && { ...toBroadcast(row), figures: counted };
    });
    if (found === null) return null;
    const counted = found.figures ?? (await figuresApart([id])).get(id)?.figures;
    return counted ? { ...found, figures: counted } : null;
  }
}

function parsePosition(before: string | null): number {
  if (before === null) return Number.MAX_SAFE_INTEGER;
  if (/^[1-9][0-9]{0,14}$/.test(before)) return Number(before);
  throw new AppError('invalid', 'This is not a place in the list of broadcasts.');
}
