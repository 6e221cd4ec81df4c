import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import type { Membership, Replay } from '@/db/sqlite/replay';
import { sessions, users } from '@/db/sqlite/schema';
import type { Accounts } from '@/db/store';
import { AppError } from '@/lib/errors';
import { belongs, type Person } from '@/lib/inbox/audience';
import { people as accountsPeople } from './people';
import { toUser, type UserRow, userColumns } from './user-row';

/**
 * Changes what a person is, and settles first what their inbox is owed, so that whoever reads the log later
 * finds only entries of the new membership and the figures of each broadcast stay exact.
 */
export function changeUser(
  connection: Connection,
  { replay }: { replay: Replay },
): Pick<Accounts, 'changeUser'> {
  const { database, immediate, snapshot } = connection;
  const people = accountsPeople(connection);
  const find = database
    .select(userColumns)
    .from(users)
    .where(eq(users.id, sql.placeholder('id')))
    .prepare();

  return {
    async changeUser(id, { role, disabled, now }) {
      const change = { role, disabled };
      const membership = settling(
        snapshot(() => person(id)),
        change,
      );
      // Somebody who must be kept out is kept out on a full disk too.
      const write = { essential: disabled === true };
      await replay.approach({ userIds: [id], now, membership, write });
      return immediate(() => {
        const before = get(id);
        const was = person(id);
        const after = changed(was, change);
        if (after.role === was.role && after.disabled === was.disabled) return toUser(before);
        replay.finish({ userIds: [id], now, membership: settling(was, change) });
        const disabledAt = after.disabled ? (before.disabledAt ?? now) : null;
        database.update(users).set({ role: after.role, disabledAt }).where(eq(users.id, id)).run();
        if (after.disabled) endSessions(id, now);
        return toUser({ ...before, role: after.role, disabledAt });
      }, write);
    },
  };

  function person(id: string): Person {
    const found = people.find(id);
    if (!found) throw new AppError('not_found', 'There is no such person.');
    return found;
  }

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

function changed(before: Person, { role = before.role, disabled = before.disabled }: Change): Person {
  return { ...before, role, disabled };
}

/** What is owed to both memberships is delivered; what only the old one was owed is skipped. */
function settling(before: Person, change: Change): Membership {
  const after = changed(before, change);
  return (audience) => {
    if (!belongs(before, audience)) return 'nothing';
    return belongs(after, audience) ? 'deliver' : 'skip';
  };
}
