import { and, eq, inArray, ne, sql } from 'drizzle-orm';
import type { AuditWriting } from '@/db/sqlite/audit/writing';
import type { Connection } from '@/db/sqlite/connection';
import type { KeptAnswers } from '@/db/sqlite/kept-answers';
import { auditLog } from '@/db/sqlite/schema-audit';
import { groups as table } from '@/db/sqlite/schema-people';
import type { Groups } from '@/db/store-groups';
import { AppError } from '@/lib/errors';
import type { Group } from '@/lib/inbox/group';
import { type GroupRows, place, toGroup } from './group-rows';

const LIST_MAX = 100;
const REFERENCES_MAX = 50;

type Parts = { rows: GroupRows; answers: KeptAnswers; audit: AuditWriting };
type Naming = Pick<Groups, 'createGroup' | 'renameGroup' | 'listGroups' | 'findGroups' | 'deletedGroups'>;

/** What groups there are, and what they are called. */
export function groups(
  { database, immediate, snapshot }: Connection,
  { rows, answers, audit }: Parts,
): Naming {
  const sameKey = database
    .select({ id: table.id })
    .from(table)
    .where(and(eq(table.key, sql.placeholder('key')), ne(table.id, sql.placeholder('id'))))
    .prepare();
  const sameName = database
    .select({ id: table.id })
    .from(table)
    .where(and(sql`${place} = lower(${sql.placeholder('name')})`, ne(table.id, sql.placeholder('id'))))
    .prepare();

  const deleted = database
    .select({ id: auditLog.objectId, name: auditLog.objectName })
    .from(auditLog)
    .where(
      and(
        eq(auditLog.objectKind, 'group'),
        inArray(auditLog.objectId, sql`(select value from json_each(${sql.placeholder('ids')}))`),
        // The sign keeps the query at the index of the objects: of one group there is one such row, of all there are many.
        sql`+${auditLog.action} = 'group.delete'`,
      ),
    )
    .prepare();

  return {
    createGroup: async ({ id, key, name, createdBy, by, once, now }) =>
      immediate(() =>
        answers.once(once, now, () => {
          refuseTaken({ id, key, name });
          database.insert(table).values({ id, key, name, createdBy, createdAt: now }).run();
          const made = rows.get(id);
          audit.write(by, {
            action: 'group.create',
            object: object(made),
            before: null,
            after: words(made),
            now,
          });
          return toGroup(made);
        }),
      ),

    renameGroup: async (id, { key, name, by, now }) =>
      immediate(() => {
        const before = rows.get(id);
        const after = { ...before, key: key ?? before.key, name: name ?? before.name };
        if (after.key === before.key && after.name === before.name) return toGroup(before);
        refuseTaken(after);
        database.update(table).set(words(after)).where(eq(table.id, id)).run();
        const change = { before: words(before), after: words(after) };
        audit.write(by, { action: 'group.rename', object: object(after), ...change, now });
        return toGroup(after);
      }),

    async listGroups({ q, before, limit }) {
      if (!Number.isInteger(limit) || limit < 1 || limit > LIST_MAX) {
        throw new AppError('invalid', `A page has 1 to ${LIST_MAX} groups.`);
      }
      const found = snapshot(() => rows.page({ after: before ?? '', q, limit: limit + 1 }));
      const shown = found.slice(0, limit);
      return {
        groups: shown.map(toGroup),
        next: found.length > limit ? (shown.at(-1)?.place ?? null) : null,
      };
    },

    async findGroups(references) {
      refuseMany(references);
      const found = new Map<string, Group>();
      const groups = snapshot(() => rows.find(references)).map(toGroup);
      for (const group of groups) found.set(group.key, group);
      // An id names its own group, whatever another one may be called.
      for (const group of groups) found.set(group.id, group);
      return new Map(
        references.flatMap((reference) => {
          const group = found.get(reference);
          return group ? [[reference, group] as const] : [];
        }),
      );
    },

    async deletedGroups(ids) {
      refuseMany(ids);
      const found = snapshot(() => deleted.all({ ids: JSON.stringify(ids) }));
      return new Map(found.map(({ id, name }) => [id, name]));
    },
  };

  function refuseTaken({ id, key, name }: Pick<Group, 'id' | 'key' | 'name'>): void {
    const errors = [];
    if (sameName.get({ id, name })) errors.push({ path: 'name', message: 'Another group has this name.' });
    if (sameKey.get({ id, key })) errors.push({ path: 'key', message: 'Another group has this key.' });
    if (errors.length > 0) throw new AppError('conflict', 'There is such a group already.', { errors });
  }
}

function refuseMany(references: readonly string[]): void {
  if (references.length <= REFERENCES_MAX) return;
  throw new AppError('invalid', `At most ${REFERENCES_MAX} groups at once.`);
}

export function object({ id, name }: Pick<Group, 'id' | 'name'>) {
  return { kind: 'group', id, name } as const;
}

function words({ key, name }: Pick<Group, 'key' | 'name'>) {
  return { key, name };
}
