import { isoOrNull, toIso } from '@/db/sqlite/iso';
import { users } from '@/db/sqlite/schema';
import type { User } from '@/db/store';

/** Everything of a person but the password's hash, which only `findCredentials` reads. */
export const userColumns = {
  id: users.id,
  email: users.email,
  name: users.name,
  role: users.role,
  authVersion: users.authVersion,
  disabledAt: users.disabledAt,
  createdAt: users.createdAt,
};
export type UserRow = Omit<typeof users.$inferSelect, 'passwordHash'>;

export function toUser(row: UserRow): User {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    role: row.role,
    authVersion: row.authVersion,
    disabledAt: isoOrNull(row.disabledAt),
    createdAt: toIso(row.createdAt),
  };
}
