import { asc, inArray, lte, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import { INVITATIONS_KEPT_MS, KEYS_KEPT_MS, SESSIONS_KEPT_MS } from '@/db/sqlite/retention';
import { idempotencyKeys, sessions } from '@/db/sqlite/schema';
import { invitations } from '@/db/sqlite/schema-people';
import type { Purge } from './purging';

/** What nothing else hangs on: it is old, and it is gone. */
export function purgesByAge({ database }: Connection): readonly Purge[] {
  const keyRow = sql`${idempotencyKeys}.rowid`;
  const oldKeys = database
    .select({ row: keyRow })
    .from(idempotencyKeys)
    .where(lte(idempotencyKeys.at, sql.placeholder('before')))
    .orderBy(asc(idempotencyKeys.at))
    .limit(sql.placeholder('limit'));
  const removeKeys = database.delete(idempotencyKeys).where(inArray(keyRow, oldKeys)).prepare();
  const oldSessions = database
    .select({ id: sessions.id })
    .from(sessions)
    .where(lte(sessions.expiresAt, sql.placeholder('before')))
    .orderBy(asc(sessions.expiresAt))
    .limit(sql.placeholder('limit'));
  const removeSessions = database.delete(sessions).where(inArray(sessions.id, oldSessions)).prepare();
  const oldInvitations = database
    .select({ id: invitations.id })
    .from(invitations)
    .where(lte(invitations.createdAt, sql.placeholder('before')))
    .orderBy(asc(invitations.createdAt))
    .limit(sql.placeholder('limit'));
  const removeInvitations = database
    .delete(invitations)
    .where(inArray(invitations.id, oldInvitations))
    .prepare();

  return [
    ({ now, limit }) => removeKeys.run({ before: now - KEYS_KEPT_MS, limit }).changes,
    ({ now, limit }) => removeSessions.run({ before: now - SESSIONS_KEPT_MS, limit }).changes,
    ({ now, limit }) => removeInvitations.run({ before: now - INVITATIONS_KEPT_MS, limit }).changes,
  ];
}
