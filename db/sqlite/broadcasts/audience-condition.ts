import { and, eq, inArray, isNull, not, or, type SQL, sql } from 'drizzle-orm';
import { users } from '@/db/sqlite/schema';
import { groupMembers } from '@/db/sqlite/schema-people';
import type { Audience, Exclusions } from '@/lib/inbox/audience';

/** The rule of `lib/inbox/audience` as a condition on `users`. Lists go in as one JSON value each, whatever their length. */
export function audienceCondition(audience: Audience): SQL {
  const excluded = exclusion(audience.except ?? {});
  const condition = and(isNull(users.disabledAt), inclusion(audience), excluded && not(excluded));
  return condition ?? sql`true`;
}

function inclusion(audience: Audience): SQL | undefined {
  switch (audience.kind) {
    case 'everyone':
      return undefined;
    case 'role':
      return eq(users.role, audience.role);
    case 'groups':
      return isMemberOf(audience.groups);
    case 'people':
      return isOneOf(users.id, audience.people);
  }
}

function exclusion({ roles = [], groups = [], people = [] }: Exclusions): SQL | undefined {
  return or(
    roles.length > 0 ? inArray(users.role, [...roles]) : undefined,
    groups.length > 0 ? isMemberOf(groups) : undefined,
    people.length > 0 ? isOneOf(users.id, people) : undefined,
  );
}

function isMemberOf(groups: readonly string[]): SQL {
  return sql`${users.id} in (select ${groupMembers.userId} from ${groupMembers} where ${isOneOf(groupMembers.groupId, groups)})`;
}

function isOneOf(column: typeof users.id | typeof groupMembers.groupId, values: readonly string[]): SQL {
  return sql`${column} in (select value from json_each(${JSON.stringify(values)}))`;
}
