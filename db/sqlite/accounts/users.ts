import { eq, sql } from 'drizzle-orm';
import type { AuditWriting } from '@/db/sqlite/audit/writing';
import type { Connection } from '@/db/sqlite/connection';
import { users as table } from '@/db/sqlite/schema';
import type { Accounts } from '@/db/store';
import { AppError } from '@/lib/errors';
import type { Joining } from './joining';
import { toUser, userColumns } from './user-row';

type Users = Pick<
  Accounts,
  'createUser' | 'createFirstAdministrator' | 'hasUsers' | 'findUser' | 'findCredentials'
>;

/** People, by id and by address. An address is kept and looked up in lower case. */
export function users(
  { database, immediate, snapshot }: Connection,
  { joining, audit }: { joining: Joining; audit: AuditWriting },
): Users {
  const any = database.select({ id: table.id }).from(table).limit(1).prepare();
  const byId = database
    .select(userColumns)
    .from(table)
    .where(eq(table.id, sql.placeholder('id')))
    .prepare();
  const byEmail = database
    .select({ ...userColumns, passwordHash: table.passwordHash })
    .from(table)
    .where(eq(table.email, sql.placeholder('email')))
    .prepare();

  return {
    createUser: async (user) => immediate(() => joining.add(user)),

    createFirstAdministrator: async ({ by, ...user }) =>
      immediate(() => {
        if (any.get()) throw new AppError('conflict', 'There is an administrator already.');
        const made = joining.add({ ...user, role: 'admin' });
        const { id, name, email, role } = made;
        const object = { kind: 'person', id, name } as const;
        audit.write(by, {
          action: 'person.setup',
          object,
          before: null,
          after: { email, role },
          now: user.now,
        });
        return made;
      }),

    hasUsers: async () => snapshot(() => any.get() !== undefined),

    findUser: async (id) =>
      snapshot(() => {
        const row = byId.get({ id });
        return row ? toUser(row) : null;
      }),

    findCredentials,
  };

  async function findCredentials(email: string) {
    const row = snapshot(() => byEmail.get({ email: email.toLowerCase() }));
    return row ? { user: toUser(row), passwordHash: row.passwordHash } : null;
  }
}
