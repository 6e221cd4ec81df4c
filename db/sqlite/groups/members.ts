import { and, asc, eq, gt, inArray, or, type SQL, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import { toIso } from '@/db/sqlite/iso';
import type { LongReads, LongRow } from '@/db/sqlite/long-reads';
import { users } from '@/db/sqlite/schema';
import { groupMembers } from '@/db/sqlite/schema-people';
import type { Candidate, Groups } from '@/db/store-groups';
import { AppError } from '@/lib/errors';
import type { GroupMember } from '@/lib/inbox/group';
import type { GroupRows } from './group-rows';

const LIST_MAX = 500;
const REFERENCES_MAX = 1_000;

type Parts = { rows: GroupRows; longReads: LongReads };

/** Who is in a group, and who could be. */
export function members(
  { database, snapshot }: Connection,
  { rows, longReads }: Parts,
): Pick<Groups, 'groupMembers' | 'findCandidates'> {
  const listed = sql`(select value from json_each(${sql.placeholder('references')}))`;
  const candidates = database
    .select({ id: users.id, email: users.email, disabledAt: users.disabledAt, since: groupMembers.since })
    .from(users)
    .leftJoin(
      groupMembers,
      and(eq(groupMembers.userId, users.id), eq(groupMembers.groupId, sql.placeholder('groupId'))),
    )
    .where(or(inArray(users.id, listed), inArray(users.email, listed)))
    .prepare();

  return {
    async groupMembers(id, { q, before, limit }) {
      if (!Number.isInteger(limit) || limit < 1 || limit > LIST_MAX) {
        throw new AppError('invalid', `A page has 1 to ${LIST_MAX} members.`);
      }
      snapshot(() => rows.get(id));
      // To find part of a name each member is looked at, and there may be very many.
      const [found = []] = await longReads.run([page(id, { q, after: before ?? '', limit: limit + 1 })]);
      const shown = found.slice(0, limit).map(toMember);
      return { members: shown, next: found.length > limit ? (shown.at(-1)?.id ?? null) : null };
    },

    async findCandidates(groupId, references) {
      if (references.length > REFERENCES_MAX) {
        throw new AppError('invalid', `At most ${REFERENCES_MAX} people at once.`);
      }
      const wanted = references.map((reference) => reference.toLowerCase());
      const found = new Map<string, Candidate>();
      const rows = snapshot(() => candidates.all({ groupId, references: JSON.stringify(wanted) }));
      for (const { id, email, disabledAt, since } of rows) {
        const candidate = { userId: id, disabled: disabledAt !== null, member: since !== null };
        found.set(email, candidate);
        found.set(id, candidate);
      }
      return new Map(
        references.flatMap((reference) => {
          const candidate = found.get(reference.toLowerCase());
          return candidate ? [[reference, candidate] as const] : [];
        }),
      );
    },
  };

  function page(groupId: string, { q, after, limit }: { q: string | null; after: string; limit: number }) {
    return database
      .select({
        id: sql<string>`${users.id}`.as('id'),
        name: sql<string>`${users.name}`.as('name'),
        email: sql<string>`${users.email}`.as('email'),
        since: sql<number>`${groupMembers.since}`.as('since'),
        disabled: sql<number>`${users.disabledAt} is not null`.as('disabled'),
      })
      .from(groupMembers)
      .innerJoin(users, eq(users.id, groupMembers.userId))
      .where(and(eq(groupMembers.groupId, groupId), gt(groupMembers.userId, after), matching(q)))
      .orderBy(asc(groupMembers.userId))
      .limit(limit);
  }
}

function matching(q: string | null): SQL | undefined {
  if (q === null) return undefined;
  return sql`(instr(lower(${users.name}), lower(${q})) > 0 or instr(${users.email}, lower(${q})) > 0)`;
}

function toMember({ id, name, email, since, disabled }: LongRow): GroupMember {
  return {
    id: String(id),
    name: String(name),
    email: String(email),
    since: toIso(Number(since)),
    disabled: disabled === 1,
  };
}
