import { and, eq, isNull, type SQL, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import { invitations as table } from '@/db/sqlite/schema-people';

export type RevokingLinks = ReturnType<typeof revokingLinks>;

/** Takes back the one-time links that are good no more. Call within a write transaction. */
export function revokingLinks({ database }: Connection) {
  const open = (...which: readonly SQL[]) =>
    database
      .update(table)
      .set({ revokedAt: sql`${sql.placeholder('now')}` })
      .where(and(...which, isNull(table.usedAt), isNull(table.revokedAt)))
      .prepare();
  const byId = open(eq(table.id, sql.placeholder('id')));
  const toAddress = open(eq(table.email, sql.placeholder('email')), eq(table.kind, 'invitation'));
  const ofPerson = open(eq(table.userId, sql.placeholder('userId')), eq(table.kind, 'password'));
  const ofMaker = open(eq(table.createdBy, sql.placeholder('createdBy')));

  return {
    one: (id: string, now: number) => byId.run({ id, now }).changes,
    invitationTo: (email: string, now: number) => toAddress.run({ email, now }).changes,
    passwordOf: (userId: string, now: number) => ofPerson.run({ userId, now }).changes,
    /** An administrator who was taken out must not come back through a link made before. */
    madeBy: (createdBy: string, now: number) => ofMaker.run({ createdBy, now }).changes,
  };
}
