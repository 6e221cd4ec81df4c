import { and, eq, inArray, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import { meta, roleSizes, users } from '@/db/sqlite/schema';
import { groupSizes } from '@/db/sqlite/schema-people';
import { type Audience, ROLES } from '@/lib/inbox/audience';
import { audienceCondition, isOneOf, membersOf } from './audience-condition';

/** Members that may be looked at while everybody else waits: about two milliseconds. */
const AT_ONCE = 2_000;

export type AudienceSize = ReturnType<typeof audienceSize>;

/** The exact number of people who belong now. Call within a transaction. */
export function audienceSize({ database }: Connection) {
  const ofRole = database
    .select({ people: roleSizes.people })
    .from(roleSizes)
    .where(eq(roleSizes.role, sql.placeholder('role')))
    .prepare();
  const ofGroup = database
    .select({ people: groupSizes.people })
    .from(groupSizes)
    .where(eq(groupSizes.groupId, sql.placeholder('groupId')))
    .prepare();
  const membershipNumber = database
    .select({ value: meta.value })
    .from(meta)
    .where(eq(meta.key, 'memberships'))
    .prepare();

  return {
    /** Rises with whatever may change who belongs to any audience. */
    memberships(): number {
      const found = membershipNumber.get();
      if (!found) throw new Error('The database has lost the number of its memberships.');
      return Number(found.value);
    },

    /** The count, or null when it would look at more than some thousand rows. */
    atOnce(audience: Audience): number | null {
      const plain = plainSize(audience);
      if (plain !== null) return plain;
      if (rowsToLookAt(audience) > AT_ONCE) return null;
      return atAnyCost(audience);
    },

    atAnyCost,
  };

  function atAnyCost(audience: Audience): number {
    return database.get<{ people: number }>(sizeOf(audience)).people;
  }

  /** Numbers that triggers keep: nothing is counted. */
  function plainSize(audience: Audience): number | null {
    const { roles = [], groups = [], people = [] } = audience.except ?? {};
    if (groups.length > 0 || people.length > 0) return null;
    if (audience.kind === 'groups') {
      const [only, ...others] = audience.groups;
      if (only === undefined || others.length > 0 || roles.length > 0) return null;
      return ofGroup.get({ groupId: only })?.people ?? 0;
    }
    if (audience.kind === 'people') return null;
    return includedRoles(audience).reduce((sum, role) => sum + (ofRole.get({ role })?.people ?? 0), 0);
  }

  function rowsToLookAt(audience: Audience): number {
    const { groups = [], people = [] } = audience.except ?? {};
    if (audience.kind === 'people') return audience.people.length;
    if (audience.kind === 'groups') return membersIn(audience.groups);
    return people.length + membersIn(groups);
  }

  function membersIn(groups: readonly string[]): number {
    return groups.reduce((sum, groupId) => sum + (ofGroup.get({ groupId })?.people ?? 0), 0);
  }
}

/**
 * A query for the exact number, `people`. Of everyone or a role the excluded people are counted, and taken off the
 * number that triggers keep: they are fewer.
 */
export function sizeOf(audience: Audience): SQL {
  if (audience.kind === 'groups' || audience.kind === 'people') {
    return sql`select count(*) as people from ${users} where ${audienceCondition(audience)}`;
  }
  const { groups = [], people = [] } = audience.except ?? {};
  const roles = includedRoles(audience);
  const all = sql`(select coalesce(sum(${roleSizes.people}), 0) from ${roleSizes} where ${isOf(roleSizes.role, roles)})`;
  const named = or(
    people.length > 0 ? isOneOf(users.id, people) : undefined,
    groups.length > 0 ? sql`${users.id} in (${membersOf(groups)})` : undefined,
  );
  if (!named) return sql`select ${all} as people`;
  const off = and(isNull(users.disabledAt), isOf(users.role, roles), named);
  return sql`select ${all} - (select count(*) from ${users} where ${off}) as people`;
}

function includedRoles(audience: Extract<Audience, { kind: 'everyone' | 'role' }>): (typeof ROLES)[number][] {
  const excluded = audience.except?.roles ?? [];
  const roles = audience.kind === 'role' ? [audience.role] : [...ROLES];
  return roles.filter((role) => !excluded.includes(role));
}

function isOf(
  column: typeof users.role | typeof roleSizes.role,
  roles: readonly (typeof ROLES)[number][],
): SQL {
  return roles.length > 0 ? inArray(column, [...roles]) : sql`false`;
}
