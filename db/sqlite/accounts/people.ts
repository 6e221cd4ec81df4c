import { eq, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import { users } from '@/db/sqlite/schema';
import { groupMembers } from '@/db/sqlite/schema-people';
import type { Person } from '@/lib/inbox/audience';

export type People = ReturnType<typeof people>;

/** Who somebody is, in words that an act on them is kept with. */
export type Named = Pick<Person, 'id' | 'role' | 'disabled'> & Readonly<{ name: string; email: string }>;

/** What decides whether somebody belongs to an audience. Call within a transaction. */
export function people({ database }: Connection) {
  const standing = database
    .select({
      id: users.id,
      name: users.name,
      email: users.email,
      role: users.role,
      disabledAt: users.disabledAt,
    })
    .from(users)
    .where(eq(users.id, sql.placeholder('userId')))
    .prepare();
  const memberships = database
    .select({ groupId: groupMembers.groupId })
    .from(groupMembers)
    .where(eq(groupMembers.userId, sql.placeholder('userId')))
    .prepare();

  return {
    find(userId: string): Person | null {
      const found = standing.get({ userId });
      if (!found) return null;
      const groups = new Set(memberships.all({ userId }).map(({ groupId }) => groupId));
      return { id: found.id, role: found.role, disabled: found.disabledAt !== null, groups };
    },

    named(userId: string): Named | null {
      const found = standing.get({ userId });
      if (!found) return null;
      const { disabledAt, ...named } = found;
      return { ...named, disabled: disabledAt !== null };
    },
  };
}
