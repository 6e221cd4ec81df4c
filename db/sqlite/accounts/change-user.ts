import { eq, sql } from 'drizzle-orm';
import type { AuditWriting } from '@/db/sqlite/audit/writing';
import type { Pausing } from '@/db/sqlite/broadcasts/pausing';
import type { Connection } from '@/db/sqlite/connection';
import { roleSizes, users } from '@/db/sqlite/schema';
import type { People } from '@/db/store-people';
import { AppError } from '@/lib/errors';
import type { Person } from '@/lib/inbox/audience';
import type { Ending } from './ending';
import { people as accountsPeople } from './people';
import type { RevokingLinks } from './revoking-links';
import type { Settling } from './settling';
import { toUser, type UserRow, userColumns } from './user-row';

type Parts = {
  settling: Settling;
  ending: Ending;
  links: RevokingLinks;
  pausing: Pausing;
  audit: AuditWriting;
};

/**
 * Changes what a person is, and settles first what their inbox is owed, so that whoever reads the log later
 * finds only entries of the new membership and the figures of each broadcast stay exact.
 */
export function changeUser(
  connection: Connection,
  { settling, ending, links, pausing, audit }: Parts,
): Pick<People, 'changeUser'> {
  const { database, immediate } = connection;
  const people = accountsPeople(connection);
  const find = database
    .select(userColumns)
    .from(users)
    .where(eq(users.id, sql.placeholder('id')))
    .prepare();
  const administrators = database
    .select({ people: roleSizes.people })
    .from(roleSizes)
    .where(eq(roleSizes.role, 'admin'))
    .prepare();

  return {
    async changeUser(id, { role, disabled, by, now }) {
      const change = { role, disabled };
      const becoming = (was: Person) => changed(was, change);
      // Somebody who must be kept out is kept out on a full disk too.
      const write = { essential: disabled === true };
      const user = await immediate(() => {
        const before = get(id);
        const was = person(id);
        const after = becoming(was);
        if (after.role === was.role && after.disabled === was.disabled)
          return { ...toUser(before), ended: [], paused: [] };
        // Within the write lock: of two administrators who take each other out at once, the second is refused.
        refuseLast(was, after);
        settling.begin([id], becoming, now);
        const disabledAt = after.disabled ? (before.disabledAt ?? now) : null;
        database.update(users).set({ role: after.role, disabledAt }).where(eq(users.id, id)).run();
        // Somebody who is enabled again signs in again: a session must not come back to life.
        const ended = after.disabled && !was.disabled ? ending.all(id, now) : [];
        if (administers(was) && !administers(after)) links.madeBy(id, now);
        if (after.disabled) links.passwordOf(id, now);
        audit.write(by, {
          action: actionOf(was, after),
          object: { kind: 'person', id, name: before.name },
          before: standing(was),
          after: standing(after),
          now,
        });
        // What they confirmed does not go out in the name of somebody who may not send.
        const paused = sends(was) && !sends(after) ? pausing.pauseAllOf(id, { by, now }) : [];
        return { ...toUser(get(id)), ended, paused };
      }, write);
      await settling.rest([id], now);
      return user;
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

  /** Nobody could let anybody in again. */
  function refuseLast(before: Person, after: Person): void {
    if (!administers(before) || administers(after)) return;
    if ((administrators.get()?.people ?? 0) > 1) return;
    throw new AppError(
      'conflict',
      'This is the last administrator. Make somebody else an administrator first.',
    );
  }
}

type Change = Readonly<{ role?: Person['role']; disabled?: boolean }>;

function changed(before: Person, { role = before.role, disabled = before.disabled }: Change): Person {
  return { ...before, role, disabled };
}

function administers({ role, disabled }: Person): boolean {
  return role === 'admin' && !disabled;
}

function sends({ role, disabled }: Person): boolean {
  return role !== 'member' && !disabled;
}

/** Being let in or kept out is what an act is looked for by, also when it changed the role as well. */
function actionOf(before: Person, after: Person): string {
  if (before.disabled === after.disabled) return 'person.role';
  return after.disabled ? 'person.disable' : 'person.enable';
}

function standing({ role, disabled }: Person) {
  return { role, disabled };
}
