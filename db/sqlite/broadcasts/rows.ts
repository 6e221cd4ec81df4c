import { eq, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import { isoOrNull } from '@/db/sqlite/iso';
import { broadcasts } from '@/db/sqlite/schema-broadcasts';
import { AppError } from '@/lib/errors';
import type { BroadcastState } from '@/lib/inbox/broadcast';
import { type BroadcastRow, selectBroadcasts } from './broadcast-row';

export type BroadcastRows = ReturnType<typeof broadcastRows>;
type Change = Partial<Omit<typeof broadcasts.$inferSelect, 'position' | 'id' | 'createdBy' | 'createdAt'>>;

/** One broadcast by its id. Call within a transaction. */
export function broadcastRows({ database }: Connection) {
  const find = selectBroadcasts(database)
    .where(eq(broadcasts.id, sql.placeholder('id')))
    .prepare();

  function get(id: string): BroadcastRow {
    const row = find.get({ id });
    if (!row) throw new AppError('not_found', 'There is no such broadcast.');
    return row;
  }

  return {
    find: (id: string): BroadcastRow | null => find.get({ id }) ?? null,
    get,
    /** The broadcast if it is in one of these states, else `conflict` with the state it is in. */
    getIn(states: readonly BroadcastState[], id: string): BroadcastRow {
      const row = get(id);
      if (states.includes(row.state)) return row;
      throw new AppError('conflict', `This broadcast is ${WORDS[row.state]}.`, {
        facts: { state: row.state },
      });
    },
    /** Writes the change and answers the row with it. */
    change(row: BroadcastRow, change: Change): BroadcastRow {
      database.update(broadcasts).set(change).where(eq(broadcasts.position, row.position)).run();
      // Who changed or sent it is known by name only to the query.
      return 'updatedBy' in change || 'sentBy' in change ? get(row.id) : { ...row, ...change };
    },
  };
}

/** `conflict` when somebody has changed it since, with who and when. Without a version nothing is compared. */
export function needVersion(row: BroadcastRow, version: number | undefined, sentence: string): void {
  if (version === undefined || version === row.version) return;
  throw new AppError('conflict', sentence, {
    facts: { version: row.version, updatedBy: row.updater, updatedAt: isoOrNull(row.updatedAt) },
  });
}

const WORDS: Readonly<Record<BroadcastState, string>> = {
  draft: 'still a draft',
  scheduled: 'already scheduled',
  held: 'already on its way',
  sent: 'already sent',
  recalled: 'already recalled',
  cancelled: 'cancelled',
  paused: 'paused',
  expired: 'already over',
};
