import { setImmediate } from 'node:timers/promises';
import { and, asc, count, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import type { Settling } from '@/db/sqlite/accounts/settling';
import type { AuditWriting } from '@/db/sqlite/audit/writing';
import type { Connection } from '@/db/sqlite/connection';
import type { GoOn } from '@/db/sqlite/going-on';
import { type LongReads, numberIn } from '@/db/sqlite/long-reads';
import { cannotWriteNow } from '@/db/sqlite/refusal';
import { broadcasts } from '@/db/sqlite/schema-broadcasts';
import { groupMembers, groups } from '@/db/sqlite/schema-people';
import type { Groups } from '@/db/store-groups';
import { AppError } from '@/lib/errors';
import { faultPoint } from '@/lib/fault-kit/point';
import type { GroupRow, GroupRows } from './group-rows';
import { object } from './groups';
import { leaving } from './joining';

/** In one transaction: each of them may be owed some broadcasts first, and nobody else is served meanwhile. */
const LEAVING_AT_ONCE = 50;
/** Enough to say that there are many. */
const NAMED_MAX = 100;

type Act = Parameters<Groups['deleteGroup']>[1];
type Parts = {
  rows: GroupRows;
  audit: AuditWriting;
  longReads: LongReads;
  settling: Settling;
};

/**
 * The end of a group is one short transaction, and recorded there. Then its members leave it like anybody who leaves,
 * a few at a time, and it goes with the last: after a crash the upkeep goes on with that.
 */
export function deleting(
  { database, immediate, snapshot }: Connection,
  { rows, audit, settling, longReads }: Parts,
): Pick<Groups, 'deleteGroup'> & { letGoOn: GoOn } {
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
  const ended = database
    .select({ id: groups.id })
    .from(groups)
    .where(isNotNull(groups.endedAt))
    .orderBy(asc(groups.endedAt))
    .limit(1)
    .prepare();
  const leave = database
    .delete(groupMembers)
    .where(
      and(
        eq(groupMembers.groupId, sql.placeholder('id')),
        inArray(groupMembers.userId, sql`(select value from json_each(${sql.placeholder('userIds')}))`),
      ),
    )
    .prepare();

  return {
    async deleteGroup(id, { by, now }) {
      snapshot(() => refuseNamed(rows.get(id)));
      const had = await countMembers(id);
      await immediate(() => end(id, { had, by, now }));
      try {
        for (;;) {
          faultPoint('group-ended');
          const gone = await immediate(() => letGo(id, now));
          if (gone === null) return;
          await settling.rest(gone, now);
          await setImmediate();
        }
      } catch (error) {
        // It is deleted: nobody sees it. The upkeep lets go of the rest.
        if (!cannotWriteNow(error)) throw error;
      }
    },

    /** Goes on with the oldest group whose end was cut short; call within a write transaction. False when there is none. */
    letGoOn(now: number): boolean {
      const group = ended.get();
      if (group) letGo(group.id, now);
      return group !== undefined;
    },
  };

  /** The act itself: from here on there is no such group. Its name and its key are free for another one. */
  function end(id: string, { had, by, now }: Act & { had: number }): void {
    const group = rows.get(id);
    refuseNamed(group);
    const { key, name } = group;
    database.update(groups).set({ endedAt: now, key: id, name: id }).where(eq(groups.id, id)).run();
    const before = { key, name, people: had };
    audit.write(by, { action: 'group.delete', object: object(group), before, after: null, now });
  }

  /** Some members leave it like anybody who leaves; with the last one it goes itself, and the answer is null. */
  function letGo(id: string, now: number): readonly string[] | null {
    const userIds = some.all({ id, limit: LEAVING_AT_ONCE }).map(({ userId }) => userId);
    if (userIds.length === 0) {
      database
        .delete(groups)
        .where(and(eq(groups.id, id), isNotNull(groups.endedAt)))
        .run();
      return null;
    }
    settling.begin(userIds, leaving(id), now);
    leave.run({ id, userIds: JSON.stringify(userIds) });
    return userIds;
  }

  /** Disabled people too, whom no number is kept of: of a large group that takes long. */
  async function countMembers(id: string): Promise<number> {
    const members = database
      .select({ members: count().as('members') })
      .from(groupMembers)
      .where(eq(groupMembers.groupId, id));
    const [counted] = await longReads.run([members]);
    return numberIn(counted, 'members');
  }

  function refuseNamed(group: GroupRow): void {
    const found = naming.all({ id: group.id });
    if (found[0] === undefined) return;
    const { id, title } = found[0];
    const others = found.length - 1;
    const more = others === 0 ? '' : others === 1 ? ' and one more' : ` and ${others} more`;
    const sentence = `The broadcast “${title}”${more} that has not gone out names this group.`;
    throw new AppError('conflict', sentence, { facts: { broadcast: id, broadcasts: found.length } });
  }
}
