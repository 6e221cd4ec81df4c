import { and, asc, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import { toIso } from '@/db/sqlite/iso';
import { groupSizes, groups as table } from '@/db/sqlite/schema-people';
import { AppError } from '@/lib/errors';
import type { Group } from '@/lib/inbox/group';

/** Where a group stands in the list: the index on it is unique, so no two stand at one place. */
export const place = sql<string>`lower(${table.name})`;

const columns = {
  id: table.id,
  key: table.key,
  name: table.name,
  createdAt: table.createdAt,
  people: sql<number>`coalesce(${groupSizes.people}, 0)`,
};

export type GroupRow = {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly createdAt: number;
  readonly people: number;
};
export type GroupRows = ReturnType<typeof groupRows>;

/** Groups with their sizes; none that was deleted and only waits for its members to leave. Call within a transaction. */
export function groupRows({ database }: Connection) {
  const byId = database
    .select(columns)
    .from(table)
    .leftJoin(groupSizes, eq(groupSizes.groupId, table.id))
    .where(and(eq(table.id, sql.placeholder('id')), isNull(table.endedAt)))
    .prepare();
  const listed = sql`(select value from json_each(${sql.placeholder('references')}))`;
  const byReference = database
    .select(columns)
    .from(table)
    .leftJoin(groupSizes, eq(groupSizes.groupId, table.id))
    .where(and(or(inArray(table.id, listed), inArray(table.key, listed)), isNull(table.endedAt)))
    .prepare();
  const page = database
    .select({ ...columns, place })
    .from(table)
    .leftJoin(groupSizes, eq(groupSizes.groupId, table.id))
    .where(sql`${table.endedAt} is null and ${place} > ${sql.placeholder('after')} and (${sql.placeholder('q')} is null
      or instr(${place}, lower(${sql.placeholder('q')})) > 0 or instr(${table.key}, lower(${sql.placeholder('q')})) > 0)`)
    .orderBy(asc(place))
    .limit(sql.placeholder('limit'))
    .prepare();

  return {
    get(id: string): GroupRow {
      const row = byId.get({ id });
      if (!row) throw new AppError('not_found', 'There is no such group.');
      return row;
    },
    find: (references: readonly string[]): readonly GroupRow[] =>
      byReference.all({ references: JSON.stringify(references) }),
    page: (asked: { after: string; q: string | null; limit: number }) => page.all(asked),
  };
}

export function toGroup({ id, key, name, people, createdAt }: GroupRow): Group {
  return { id, key, name, people, createdAt: toIso(createdAt) };
}
