import { setImmediate } from 'node:timers/promises';
import { and, asc, count, eq, inArray, sql } from 'drizzle-orm';
import type { AuditWriting } from '@/db/sqlite/audit/writing';
import type { Connection } from '@/db/sqlite/connection';
import { type LongReads, numberIn } from '@/db/sqlite/long-reads';
import { broadcasts } from '@/db/sqlite/schema-broadcasts';
import { groupMembers, groups } from '@/db/sqlite/schema-people';
import type { Groups } from '@/db/store-groups';
import { AppError } from '@/lib/errors';
import type { GroupRow, GroupRows } from './group-rows';
import { object } from './groups';

/** In one transaction: each of them may be owed some broadcasts first, and nobody else is served meanwhile. */
const LEAVING_AT_ONCE = 50;
/** Enough to say that there are many. */
const NAMED_MAX = 100;

type Act = Parameters<Groups['deleteGroup']>[1];
type Parts = {
  rows: GroupRows;
  audit: AuditWriting;
  longReads: LongReads;
  members: Pick<Groups, 'removeMembers'>;
};

/** The end of a group: its members leave it like anybody who leaves, and then it goes. */
export function deleting(
  { database, immediate, snapshot }: Connection,
  { rows, audit, members, longReads }: Parts,
): Pick<Groups, 'deleteGroup'> {
  const some = database
    .select({ userId: groupMembers.userId })
    .from(groupMembers)
    .where(eq(groupMembers.groupId, sql.placeholder('id')))
    .orderBy(asc(groupMembers.userId))
    .limit(sql.placeholder('limit'))
    .prepare();
  // The text is looked through first, because that is quick; an id may stand in it without naming a group.
  const named = sql`instr(${broadcasts.audience}, ${sql.placeholder('id')}) > 0 and exists (
    select 1 from json_tree(${broadcasts.audience})
    where atom = ${sql.placeholder('id')} and (path = '$.groups' or path = '$.except.groups'))`;
  const naming = database
    .select({ id: broadcasts.id, title: broadcasts.title })
    .from(broadcasts)
    .where(and(inArray(broadcasts.state, ['draft', 'held', 'scheduled', 'paused']), named))
    .orderBy(asc(broadcasts.position))
    .limit(NAMED_MAX)
    .prepare();
  return {
    async deleteGroup(id, { by, now }) {
      snapshot(() => refuseNamed(rows.get(id), 0));
      const had = await countMembers(id);
      let removed = 0;
      try {
        // Without whose name it is done: the group's own row in the audit log says how many they were.
        while (removed <= had) {
          const userIds = snapshot(() => some.all({ id, limit: LEAVING_AT_ONCE })).map(
            ({ userId }) => userId,
          );
          if (userIds.length === 0) break;
          const sofar = removed;
          snapshot(() => refuseNamed(rows.get(id), sofar));
          removed += (await members.removeMembers(id, { userIds, now })).removed;
          await setImmediate();
        }
        await immediate(() => remove(id, { had, by, now }));
      } catch (error) {
        if (removed > 0) await immediate(() => noteRemoved(id, { removed, by, now }));
        throw error;
      }
    },
  };

  /** Disabled people too, whom no number is kept of: of a large group that takes long. */
  async function countMembers(id: string): Promise<number> {
    const members = database
      .select({ members: count().as('members') })
      .from(groupMembers)
      .where(eq(groupMembers.groupId, id));
    const [counted] = await longReads.run([members]);
    return numberIn(counted, 'members');
  }

  function remove(id: string, { had, by, now }: Act & { had: number }): void {
    const group = rows.get(id);
    refuseNamed(group, had);
    if (some.get({ id, limit: 1 })) {
      throw new AppError('conflict', 'Somebody was added to this group meanwhile.', {
        facts: { removed: had },
      });
    }
    database.delete(groups).where(eq(groups.id, id)).run();
    const { key, name } = group;
    const before = { key, name, people: had };
    audit.write(by, { action: 'group.delete', object: object(group), before, after: null, now });
  }

  /** The group stays, and they have left it: that is an act too. Somebody else who deleted it meanwhile has said so. */
  function noteRemoved(id: string, { removed, by, now }: Act & { removed: number }): void {
    const group = rows.find([id]).find((one) => one.id === id);
    if (!group) return;
    const before = { people: removed, ids: [] };
    audit.write(by, { action: 'group.remove', object: object(group), before, after: null, now });
  }

  function refuseNamed(group: GroupRow, removed: number): void {
    const found = naming.all({ id: group.id });
    if (found[0] === undefined) return;
    const { id, title } = found[0];
    const others = found.length - 1;
    const more = others === 0 ? '' : others === 1 ? ' and one more' : ` and ${others} more`;
    const sentence = `The broadcast “${title}”${more} that has not gone out names this group.`;
    throw new AppError('conflict', sentence, { facts: { broadcast: id, broadcasts: found.length, removed } });
  }
}
