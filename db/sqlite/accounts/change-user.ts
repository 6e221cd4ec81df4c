import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import type { Membership, Person, Replay } from '@/db/sqlite/replay';
import { sessions, users } from '@/db/sqlite/schema';
import type { Accounts } from '@/db/store';
import { AppError } from '@/lib/errors';
import { belongs } from '@/lib/inbox/audience';
import { toUser, type UserRow, userColumns } from './user-row';

/**
 * Changes what a person is, and settles first what their inbox is owed, so that whoever reads the log later
 * finds only entries of the new membership and the figures of each broadcast stay exact.
 */
export function changeUser(
  { database, immediate, snapshot }: Connection,
  { replay }: { replay: Replay },
): Pick<Accounts, 'changeUser'> {
  const find = database
    .select(userColumns)
    .from(users)
    .where(eq(users.id, sql.placeholder('id')))
    .prepare();

  return {
    async changeUser(id, { role, disabled, now }) {
      const change = { role, disabled };
      const membership = settling(
        snapshot(() => get(id)),
        change,
      );
      // Somebody who must be kept out is kept out on a full disk too.
      const write = { essential: disabled === true };
      await replay.approach({ userIds: [id], now, membership, write });
      return immediate(() => {
        const before = get(id);
        const after = changed(before, change);
        if (after.role === before.role && after.disabled === (before.disabledAt !== null))
          return toUser(before);
        replay.finish({ userIds: [id], now, membership: settling(before, change) });
        const disabledAt = after.disabled ? (before.disabledAt ?? now) : null;
        database.update(users).set({ role: after.role, disabledAt }).where(eq(users.id, id)).run();
        if (after.disabled) endSessions(id, now);
        return toUser({ ...before, role: after.role, disabledAt });
      }, write);
    },
  };

  function get(id: string): UserRow {
    const row = find.get({ id });
    if (!row) throw new AppError('not_found', 'There is no such person.');
    return row;
  }

  /** Somebody who is enabled again signs in again: a session must not come back to life. */
  function endSessions(userId: string, now: number): void {
    database
      .update(sessions)
      .set({ revokedAt: now })
      .where(and(eq(sessions.userId, userId), isNull(sessions.revokedAt)))
      .run();
  }
}

type Change = Readonly<{ role?: Person['role']; disabled?: boolean }>;

function changed(before: UserRow, change: Change): Person {
  return { role: change.role ?? before.role, disabled: change.disabled ?? before.disabledAt !== null };
}

/** What is owed to both memberships is delivered; what only the old one was owed is skipped. */
function settling(row: UserRow, change: Change): Membership {
  const before = changed(row, {});
  const after = changed(row, change);
  return (audience) => {
    if (!belongs(before, audience)) return 'nothing';
    return belongs(after, audience) ? 'deliver' : 'skip';
  };
}
