import { and, eq, inArray, isNull, not, or, type SQL, sql } from 'drizzle-orm';
import { users } from '@/db/sqlite/schema';
import { groupMembers } from '@/db/sqlite/schema-people';
import type { Audience, Exclusions } from '@/lib/inbox/audience';

/**
 * The rule of `lib/inbox/audience` as a condition on `users`. Lists go in as one JSON value each, whatever their length.
 * Named groups are where the query begins (`list`), unless it begins with people it has already (`check`).
 */
export function audienceCondition(audience: Audience, as: 'list' | 'check' = 'list'): SQL {
  const excluded = exclusionCondition(audience.except ?? {});
  const condition = and(isNull(users.disabledAt), inclusion(audience, as), excluded && not(excluded));
  return condition ?? sql`true`;
}

/** Whether somebody is in any of these; undefined when nothing is excluded. */
export function exclusionCondition({ roles = [], groups = [], people = [] }: Exclusions): SQL | undefined {
  return or(
    roles.length > 0 ? inArray(users.role, [...roles]) : undefined,
    people.length > 0 ? isOneOf(users.id, people) : undefined,
    groups.length > 0 ? isInGroup(groups) : undefined,
  );
}

function inclusion(audience: Audience, as: 'list' | 'check'): SQL | undefined {
  switch (audience.kind) {
    case 'everyone':
      return undefined;
    case 'role':
      return eq(users.role, audience.role);
    case 'groups':
      return as === 'list' ? sql`${users.id} in (${membersOf(audience.groups)})` : isInGroup(audience.groups);
    case 'people':
      return isOneOf(users.id, audience.people);
  }
}

/** Everybody in any of these groups, disabled people too. */
export function membersOf(groups: readonly string[]): SQL {
  return sql`select ${groupMembers.userId} from ${groupMembers} where ${isOneOf(groupMembers.groupId, groups)}`;
}

/** One look-up for each person, where making a list of a large group would cost its size. */
function isInGroup(groups: readonly string[]): SQL {
  return sql`exists (${membersOf(groups)} and ${groupMembers.userId} = ${users.id})`;
}

export function isOneOf(
  column: typeof users.id | typeof groupMembers.groupId,
  values: readonly string[],
): SQL {
  return sql`${column} in (select value from json_each(${JSON.stringify(values)}))`;
}
