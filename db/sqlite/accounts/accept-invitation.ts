import { eq } from 'drizzle-orm';
import type { AuditWriting } from '@/db/sqlite/audit/writing';
import type { Connection } from '@/db/sqlite/connection';
import { users } from '@/db/sqlite/schema';
import { invitations as table } from '@/db/sqlite/schema-people';
import type { User } from '@/db/store';
import type { Ended, People } from '@/db/store-people';
import { AppError } from '@/lib/errors';
import { INVITATION_REFUSALS, invitationState } from '@/lib/inbox/invitation';
import type { Ending } from './ending';
import type { InvitationRow, InvitationRows } from './invitation-rows';
import type { Joining } from './joining';
import { toUser, userColumns } from './user-row';

type Parts = { rows: InvitationRows; joining: Joining; ending: Ending; audit: AuditWriting };
type Acceptance = Parameters<People['acceptInvitation']>[0];

/**
 * Uses a one-time link. Looking at it and using it up is one transaction: of many who come with one link at once, the
 * first is let in and the others find it used.
 */
export function acceptInvitation(
  { database, immediate }: Connection,
  { rows, joining, ending, audit }: Parts,
): Pick<People, 'acceptInvitation'> {
  return {
    acceptInvitation: async (acceptance) =>
      immediate(() => {
        const row = rows.byHash(acceptance.hash);
        if (!row) throw new AppError('not_found', INVITATION_REFUSALS.unknown);
        const state = invitationState(row, acceptance.now);
        if (state !== 'open')
          throw new AppError('conflict', INVITATION_REFUSALS[state], { facts: { state } });
        return row.kind === 'invitation' ? join(row, acceptance) : setPassword(row, acceptance);
      }),
  };

  function join(row: InvitationRow, acceptance: Acceptance): { user: User } & Ended {
    const { userId: id, passwordHash, now } = acceptance;
    const { email, role } = row;
    joining.refuseTaken(email);
    const user = joining.add({ id, email, name: acceptance.name ?? row.name, role, passwordHash, now });
    use(row, user, now);
    write(user, acceptance, { action: 'person.join', after: { email, role, invitation: row.id } });
    return { user, ended: [] };
  }

  function setPassword(row: InvitationRow, acceptance: Acceptance): { user: User } & Ended {
    const { passwordHash, now } = acceptance;
    const id = row.userId ?? '';
    database.update(users).set({ passwordHash }).where(eq(users.id, id)).run();
    const ended = ending.all(id, now);
    const found = database.select(userColumns).from(users).where(eq(users.id, id)).get();
    // Its links go with a person, and are taken back with their being disabled.
    if (!found) throw new Error(`The link ${row.id} is for somebody who is not there.`);
    const user = toUser(found);
    use(row, user, now);
    write(user, acceptance, {
      action: 'person.password',
      after: { invitation: row.id, endedSessions: ended.length },
    });
    return { user, ended };
  }

  function use(row: InvitationRow, user: User, now: number): void {
    database.update(table).set({ usedAt: now, userId: user.id }).where(eq(table.id, row.id)).run();
  }

  /** Nobody else acts here: whoever had the link is the person. */
  function write(
    { id, name }: User,
    { from, now }: Acceptance,
    act: { action: string; after: unknown },
  ): void {
    const by = from && { id, name, ...from };
    audit.write(by, { ...act, object: { kind: 'person', id, name }, before: null, now });
  }
}
