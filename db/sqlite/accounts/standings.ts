import { and, eq, gt, inArray, isNull, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import { sessions as table, users } from '@/db/sqlite/schema';
import type { Accounts } from '@/db/store';
import { AppError } from '@/lib/errors';
import type { SessionUses } from './session-uses';

const SESSIONS_MAX = 1_000;

/** What many sessions are good for, in one query. */
export function standings(
  { database, snapshot }: Connection,
  { uses }: { uses: Pick<SessionUses, 'noted'> },
): Pick<Accounts, 'findStandings'> {
  const find = database
    .select({
      id: table.id,
      lastUsedAt: table.lastUsedAt,
      authVersion: users.authVersion,
      role: users.role,
    })
    .from(table)
    .innerJoin(users, eq(users.id, table.userId))
    .where(
      and(
        inArray(table.id, sql`(select value from json_each(${sql.placeholder('ids')}))`),
        isNull(table.revokedAt),
        gt(table.expiresAt, sql.placeholder('now')),
        isNull(users.disabledAt),
      ),
    )
    .prepare();

  return {
    async findStandings(ids, { now, idleAfter }) {
      if (ids.length > SESSIONS_MAX)
        throw new AppError('invalid', `At most ${SESSIONS_MAX} sessions at once.`);
      const found = snapshot(() => find.all({ ids: JSON.stringify(ids), now }));
      const live = found.filter(
        ({ id, lastUsedAt }) => Math.max(lastUsedAt, uses.noted(id) ?? 0) >= idleAfter,
      );
      return new Map(live.map(({ id, authVersion, role }) => [id, { authVersion, role }]));
    },
  };
}
