import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Settling } from '@/db/sqlite/accounts/settling';
import type { AuditWriting } from '@/db/sqlite/audit/writing';
import type { Connection } from '@/db/sqlite/connection';
import { users } from '@/db/sqlite/schema';
import { groupMembers as table } from '@/db/sqlite/schema-people';
import type { Groups } from '@/db/store-groups';
import { AppError } from '@/lib/errors';
import type { GroupRows } from './group-rows';
import { object } from './groups';
import { joining, leaving } from './joining';

/** One transaction of so many settled inboxes and rows stops the sockets for some milliseconds. */
export const MEMBERS_AT_ONCE = 200;
/** Ids that one row of the audit log names; the number is always there. */
export const AUDITED_IDS = 100;

type Parts = { rows: GroupRows; settling: Settling; audit: AuditWriting };

/** Who joins and who leaves. */
export function membership(
  { database, immediate }: Connection,
  { rows, settling, audit }: Parts,
): Pick<Groups, 'addMembers' | 'removeMembers'> {
  const listed = sql`(select value from json_each(${sql.placeholder('userIds')}))`;
  const among = database
    .select({ userId: table.userId })
    .from(table)
    .where(and(eq(table.groupId, sql.placeholder('groupId')), inArray(table.userId, listed)))
    .prepare();
  const known = database.select({ id: users.id }).from(users).where(inArray(users.id, listed)).prepare();
  const join = database
    .insert(table)
    .values({
      groupId: sql.placeholder('groupId'),
      userId: sql.placeholder('userId'),
      since: sql.placeholder('now'),
    })
    .prepare();
  const leave = database
    .delete(table)
    .where(and(eq(table.groupId, sql.placeholder('groupId')), eq(table.userId, sql.placeholder('userId'))))
    .prepare();

  return {
    async addMembers(groupId, { userIds, by, as, now }) {
      const people = atOnce(userIds);
      const done = await immediate(() => {
        const group = rows.get(groupId);
        const members = membersAmong(groupId, people);
        const added = people.filter((id) => !members.has(id));
        refuseUnknown(added);
        settling.begin(added, joining(groupId), now);
        for (const userId of added) {
          join.run({ groupId, userId, now });
        }
        const what = as
          ? { action: 'group.import', after: { ...as, ids: as.ids.slice(0, AUDITED_IDS) } }
          : { action: 'group.add', after: some(added) };
        if (added.length > 0) audit.write(by, { ...what, object: object(group), before: null, now });
        return { added: added.length };
      });
      await settling.rest(people, now);
      return done;
    },

    async removeMembers(groupId, { userIds, by, now }) {
      const people = atOnce(userIds);
      const done = await immediate(() => {
        const group = rows.get(groupId);
        const members = membersAmong(groupId, people);
        const removed = people.filter((id) => members.has(id));
        settling.begin(removed, leaving(groupId), now);
        for (const userId of removed) {
          leave.run({ groupId, userId });
        }
        const act = {
          action: 'group.remove',
          object: object(group),
          before: some(removed),
          after: null,
          now,
        };
        if (removed.length > 0) audit.write(by, act);
        return { removed: removed.length };
      });
      await settling.rest(people, now);
      return done;
    },
  };

  function membersAmong(groupId: string, userIds: readonly string[]): ReadonlySet<string> {
    return new Set(among.all({ groupId, userIds: JSON.stringify(userIds) }).map(({ userId }) => userId));
  }

  function refuseUnknown(userIds: readonly string[]): void {
    const found = known.all({ userIds: JSON.stringify(userIds) });
    if (found.length < userIds.length) throw new AppError('not_found', 'There is no such person.');
  }
}

function atOnce(userIds: readonly string[]): readonly string[] {
  const people = [...new Set(userIds)];
  if (people.length <= MEMBERS_AT_ONCE) return people;
  throw new AppError('invalid', `At most ${MEMBERS_AT_ONCE} people at once.`);
}

function some(ids: readonly string[]) {
  return { people: ids.length, ids: ids.slice(0, AUDITED_IDS) };
}
