import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import { sessions, users } from '@/db/sqlite/schema';

export type Ending = ReturnType<typeof ending>;

/** The end of everything somebody is signed in with. Call within a write transaction. */
export function ending({ database }: Connection) {
  const end = database
    .update(sessions)
    .set({ revokedAt: sql`${sql.placeholder('now')}` })
    .where(and(eq(sessions.userId, sql.placeholder('userId')), isNull(sessions.revokedAt)))
    .returning({ id: sessions.id, expiresAt: sessions.expiresAt })
    .prepare();
  const outdate = database
    .update(users)
    .set({ authVersion: sql`${users.authVersion} + 1` })
    .where(eq(users.id, sql.placeholder('userId')))
    .prepare();
  const anyLive = database
    .select({ id: sessions.id })
    .from(sessions)
    .where(
      and(
        eq(sessions.userId, sql.placeholder('userId')),
        isNull(sessions.revokedAt),
        gt(sessions.expiresAt, sql.placeholder('now')),
      ),
    )
    .limit(1)
    .prepare();

  return {
    anyLive: (userId: string, now: number): boolean => anyLive.get({ userId, now }) !== undefined,

    /**
     * Ends all sessions of this person; answers those that lived. The version is raised as well: somebody whose
     * password is being looked at in this moment, and who gets a session after it, holds a token of the old one.
     */
    all(userId: string, now: number): readonly string[] {
      outdate.run({ userId });
      const ended = end.all({ userId, now });
      return ended.filter(({ expiresAt }) => expiresAt > now).map(({ id }) => id);
    },
  };
}
