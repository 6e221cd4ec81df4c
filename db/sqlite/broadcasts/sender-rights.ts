import { eq, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import { users } from '@/db/sqlite/schema';
import { AppError } from '@/lib/errors';

/**
 * Whether somebody may still send, in the transaction in which they do: counting an audience takes moments, and they may
 * have been disabled in one of them. What waited by then was paused; this is not waiting yet.
 */
export function senderRights({ database }: Connection) {
  const standing = database
    .select({ role: users.role, disabledAt: users.disabledAt })
    .from(users)
    .where(eq(users.id, sql.placeholder('userId')))
    .prepare();
  return {
    /** Throws `forbidden`. Nobody, a program for one, has no role to lose. */
    need(userId: string | null): void {
      const person = userId === null ? undefined : standing.get({ userId });
      if (person && (person.disabledAt !== null || person.role === 'member'))
        throw new AppError('forbidden', 'Your role does not allow this.');
    },
  };
}
