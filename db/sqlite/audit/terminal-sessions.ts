import { and, eq, isNull, sql } from 'drizzle-orm';
import { userColumns } from '@/db/sqlite/accounts/user-row';
import type { Connection } from '@/db/sqlite/connection';
import { toIso } from '@/db/sqlite/iso';
import type { LongReads } from '@/db/sqlite/long-reads';
import { sessions, users } from '@/db/sqlite/schema';
import type { Audit } from '@/db/store-audit';
import { AppError } from '@/lib/errors';
import type { AuditWriting } from './writing';

/** Sessions that are opened from a terminal, each with its entry in the audit log. */
export function terminalSessions(
  { database, immediate, snapshot }: Connection,
  { audit, longReads }: { audit: AuditWriting; longReads: LongReads },
): Pick<Audit, 'openTerminalSession'> {
  const isAdministrator = and(eq(users.role, 'admin'), isNull(users.disabledAt));
  const byEmail = database
    .select({ id: users.id })
    .from(users)
    .where(eq(users.email, sql.placeholder('email')))
    .prepare();
  const administrator = database
    .select(userColumns)
    .from(users)
    .where(and(eq(users.id, sql.placeholder('id')), isAdministrator))
    .prepare();

  return {
    async openTerminalSession({ id, email, address, requestId, now, expiresAt }) {
      const userId =
        email === null ? await first() : snapshot(() => byEmail.get({ email: email.toLowerCase() })?.id);
      return immediate(() => {
        // Looked at within the transaction: whoever is disabled in this moment is no administrator any more.
        const found = userId === undefined ? undefined : administrator.get({ id: userId });
        if (!found) throw new AppError('not_found', nobody(email));
        const { name, authVersion } = found;
        const session = { id, userId: found.id, createdAt: now, lastUsedAt: now, expiresAt };
        database.insert(sessions).values(session).run();
        const by = { id: found.id, name, via: 'terminal', address, requestId } as const;
        const object = { kind: 'person', id: found.id, name } as const;
        const after = { expiresAt: toIso(expiresAt) };
        audit.write(by, { action: 'person.operate', object, before: null, after, now });
        return {
          session: { id, userId: found.id, createdAt: toIso(now), expiresAt: toIso(expiresAt) },
          administrator: { name, email: found.email, authVersion },
        };
      });
    },
  };

  /** The rows of `users` lie in the order in which they were made, and the first was an administrator: this ends soon. */
  async function first(): Promise<string | undefined> {
    const oldest = database
      .select({ id: users.id })
      .from(users)
      .where(isAdministrator)
      .orderBy(sql`rowid`)
      .limit(1);
    const [[row] = []] = await longReads.run([oldest]);
    return typeof row?.id === 'string' ? row.id : undefined;
  }
}

function nobody(email: string | null): string {
  return email === null
    ? 'There is no administrator who is not disabled.'
    : 'There is no administrator with this address who is not disabled.';
}
