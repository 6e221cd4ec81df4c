import { and, desc, eq, isNotNull, isNull, lt, type SQL, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import { isoOrNull, toIso } from '@/db/sqlite/iso';
import type { LongReads, LongRow } from '@/db/sqlite/long-reads';
import { sessions, users } from '@/db/sqlite/schema';
import type { People, PersonFilter, PersonListed } from '@/db/store-people';
import { AppError } from '@/lib/errors';
import { ROLES, type Role } from '@/lib/inbox/audience';

const PAGE_MAX = 100;

type Page = Parameters<People['listPeople']>[0];

/** A page of people. Searching looks at everybody, so it is one of the reads that may take long. */
export function listPeople(
  { database }: Connection,
  { longReads }: { longReads: LongReads },
): Pick<People, 'listPeople'> {
  return {
    async listPeople(page) {
      const size = Math.min(page.limit, PAGE_MAX);
      const [found = []] = await longReads.run([select(page, size + 1)]);
      const people = found.slice(0, size).map(toPerson);
      return { people, next: found.length > size ? (people.at(-1)?.id ?? null) : null };
    },
  };

  function select({ now, idleAfter, before, ...filter }: Page, limit: number) {
    const own = sql`from ${sessions} where ${sessions.userId} = ${users.id}`;
    const live = sql`${sessions.revokedAt} is null and ${sessions.expiresAt} > ${now} and ${sessions.lastUsedAt} >= ${idleAfter}`;
    return database
      .select({
        id: users.id,
        name: users.name,
        email: users.email,
        role: users.role,
        disabled_at: users.disabledAt,
        created_at: users.createdAt,
        sessions: sql`(select count(*) ${own} and ${live})`.as('sessions'),
        last_used_at: sql`(select max(${sessions.lastUsedAt}) ${own})`.as('last_used_at'),
      })
      .from(users)
      .where(and(before === null ? undefined : lt(users.id, before), ...conditions(filter)))
      .orderBy(desc(users.id))
      .limit(limit);
  }
}

function conditions({ q, role, state }: PersonFilter): readonly (SQL | undefined)[] {
  return [
    q === null ? undefined : contains(q),
    role === null ? undefined : eq(users.role, role),
    state === 'active' ? isNull(users.disabledAt) : undefined,
    state === 'disabled' ? isNotNull(users.disabledAt) : undefined,
  ];
}

/**
 * Not `like`, in which `%` and `_` of the search would mean something else. SQLite folds the case of ASCII alone: of
 * other letters the usual spellings are tried.
 */
function contains(q: string): SQL {
  const lower = q.toLowerCase();
  const capital = lower.replaceAll(/(^|\s)(\S)/gu, (_, space, letter) => space + letter.toUpperCase());
  const spellings = JSON.stringify([...new Set([q, lower, capital, q.toUpperCase()])]);
  const name = sql`exists (select 1 from json_each(${spellings}) where instr(lower(${users.name}), lower(value)) > 0)`;
  return sql`(instr(${users.email}, ${lower}) > 0 or ${name})`;
}

function toPerson(row: LongRow): PersonListed {
  return {
    id: String(row.id),
    name: String(row.name),
    email: String(row.email),
    role: toRole(row.role),
    disabledAt: isoOrNull(numberOrNull(row.disabled_at)),
    createdAt: toIso(Number(row.created_at)),
    sessions: Number(row.sessions),
    lastUsedAt: isoOrNull(numberOrNull(row.last_used_at)),
  };
}

function numberOrNull(value: unknown): number | null {
  return value === null ? null : Number(value);
}

function toRole(value: unknown): Role {
  const role = ROLES.find((known) => known === value);
  if (!role) throw new AppError('unavailable', 'A person in the database has no role that is known.');
  return role;
}
