import { and, desc, eq, getTableColumns, isNull, lt, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import { toIso } from '@/db/sqlite/iso';
import { users } from '@/db/sqlite/schema';
import { invitations as table } from '@/db/sqlite/schema-people';
import type { Invitation } from '@/lib/inbox/invitation';

export type InvitationRows = ReturnType<typeof invitationRows>;
export type InvitationRow = typeof table.$inferSelect & { readonly creator: string | null };

/** One-time links as they are stored. Call within a transaction. */
export function invitationRows({ database }: Connection) {
  const all = () =>
    database
      .select({ ...getTableColumns(table), creator: users.name })
      .from(table)
      .leftJoin(users, eq(users.id, table.createdBy));
  const byId = all()
    .where(eq(table.id, sql.placeholder('id')))
    .prepare();
  const byHash = all()
    .where(eq(table.hash, sql.placeholder('hash')))
    .prepare();
  const page = all()
    .where(
      and(
        lt(table.id, sql`coalesce(${sql.placeholder('before')}, ${AFTER_ALL_IDS})`),
        isNull(table.usedAt),
        isNull(table.revokedAt),
      ),
    )
    .orderBy(desc(table.id))
    .limit(sql.placeholder('limit'))
    .prepare();

  return {
    byId: (id: string): InvitationRow | null => byId.get({ id }) ?? null,
    byHash: (hash: string): InvitationRow | null => byHash.get({ hash }) ?? null,
    page: (before: string | null, limit: number): readonly InvitationRow[] => page.all({ before, limit }),
    add: (row: typeof table.$inferInsert) => void database.insert(table).values(row).run(),
  };
}

/** Ids are of letters, digits, hyphens and underscores, which all come before it. */
export const AFTER_ALL_IDS = '~';

export function toInvitation(row: InvitationRow): Invitation {
  const { id, kind, email, name, role, userId, createdBy, creator } = row;
  return {
    id,
    kind,
    email,
    name,
    role,
    userId: kind === 'password' ? userId : null,
    createdBy: createdBy === null ? null : { id: createdBy, name: creator ?? '' },
    createdAt: toIso(row.createdAt),
    expiresAt: toIso(row.expiresAt),
  };
}
