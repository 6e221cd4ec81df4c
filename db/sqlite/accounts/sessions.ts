import { and, eq, gt, gte, isNull, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import { toIso } from '@/db/sqlite/iso';
import { sessions as table, users } from '@/db/sqlite/schema';
import type { Accounts } from '@/db/store';
import { faultPoint } from '@/lib/fault-kit/point';
import { sessionUses } from './session-uses';
import { standings } from './standings';
import { toUser, userColumns } from './user-row';

/** A use is written once in this time, not with every request. */
const USE_RECORDED_EVERY_MS = 60_000;
const LONG_AGO = 0;
/** Letting people in to read, and keeping out who was signed out, must work on a full disk too. */
const ESSENTIAL = { essential: true };

type Sessions = Pick<Accounts, 'createSession' | 'findSession' | 'findStandings' | 'revokeSession'>;

/** Who is signed in; read on every request. */
export function sessions(connection: Connection): Sessions {
  const { database, immediate, snapshot } = connection;
  const session = sql.placeholder('id');
  const findLive = database
    .select({
      session: {
        id: table.id,
        userId: table.userId,
        createdAt: table.createdAt,
        expiresAt: table.expiresAt,
        lastUsedAt: table.lastUsedAt,
      },
      user: userColumns,
    })
    .from(table)
    .innerJoin(users, eq(users.id, table.userId))
    .where(
      and(
        eq(table.id, session),
        isNull(table.revokedAt),
        gt(table.expiresAt, sql.placeholder('now')),
        gte(table.lastUsedAt, sql.placeholder('idleAfter')),
        isNull(users.disabledAt),
      ),
    )
    .prepare();
  const uses = sessionUses({ database, immediate });

  return {
    ...standings(connection, { uses }),

    createSession: async ({ id, userId, now, expiresAt }) =>
      immediate(() => {
        database.insert(table).values({ id, userId, createdAt: now, lastUsedAt: now, expiresAt }).run();
        return { id, userId, createdAt: toIso(now), expiresAt: toIso(expiresAt) };
      }, ESSENTIAL),

    async findSession(id, { now, idleAfter }) {
      const noted = uses.noted(id);
      const isInUse = noted !== null && noted >= idleAfter;
      const found = snapshot(() => findLive.get({ id, now, idleAfter: isInUse ? LONG_AGO : idleAfter }));
      if (!found) return null;
      const lastUsedAt = Math.max(found.session.lastUsedAt, noted ?? LONG_AGO);
      if (now - lastUsedAt >= USE_RECORDED_EVERY_MS) uses.note(id, now);
      const { userId, createdAt, expiresAt } = found.session;
      return {
        session: { id, userId, createdAt: toIso(createdAt), expiresAt: toIso(expiresAt) },
        user: toUser(found.user),
      };
    },

    async revokeSession(id, now) {
      const revoked = await immediate(
        () =>
          database
            .update(table)
            .set({ revokedAt: now })
            .where(and(eq(table.id, id), isNull(table.revokedAt)))
            .returning({ userId: table.userId })
            .get(),
        ESSENTIAL,
      );
      faultPoint('after-revoke-commit');
      return revoked?.userId ?? null;
    },
  };
}
