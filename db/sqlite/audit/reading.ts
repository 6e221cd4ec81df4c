import { and, asc, desc, eq, gt, gte, like, lt, or, type SQL, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import type { LongReads } from '@/db/sqlite/long-reads';
import { auditLog as table } from '@/db/sqlite/schema-audit';
import type { Audit, AuditFilter } from '@/db/store-audit';
import { AppError } from '@/lib/errors';
import { entryColumns, toEntry } from './entry-row';

const PAGE_MAX = 100;
/** Of an export. Each page is one read, and the next request's turn comes between two of them. */
const AFTER_MAX = 500;

/** Pages of the audit log. Looking for a text walks through all of it, so a page is a long read. */
export function auditReading(
  { database, snapshot }: Connection,
  { longReads }: { longReads: LongReads },
): Pick<Audit, 'auditLog' | 'auditAfter'> {
  const after = database
    .select(entryColumns)
    .from(table)
    .where(gt(table.seq, sql.placeholder('seq')))
    .orderBy(asc(table.seq))
    .limit(sql.placeholder('limit'))
    .prepare();

  return {
    async auditLog({ before, limit, ...filter }) {
      const most = within(limit, PAGE_MAX);
      const older = before === null ? undefined : lt(table.seq, before);
      const page = database
        .select(entryColumns)
        .from(table)
        .where(and(older, matching(filter)))
        .orderBy(desc(table.seq))
        .limit(most + 1);
      const [rows = []] = await longReads.run([page]);
      const entries = rows.slice(0, most).map(toEntry);
      const last = entries.at(-1);
      return { entries, next: rows.length > most && last ? String(last.seq) : null };
    },

    auditAfter: async (seq, limit) =>
      snapshot(() => after.all({ seq, limit: within(limit, AFTER_MAX) }).map(toEntry)),
  };
}

function within(limit: number, max: number): number {
  if (Number.isInteger(limit) && limit >= 1 && limit <= max) return limit;
  throw new AppError('invalid', `A page has 1 to ${max} entries.`);
}

function matching({ actor, action, object, q, from, to }: AuditFilter): SQL | undefined {
  return and(
    actor ? or(eq(table.actorId, actor), contains(table.actorName, actor)) : undefined,
    action ? or(eq(table.action, action), like(table.action, sql`${`${action}.%`}`)) : undefined,
    object ? eq(table.objectKind, object.kind) : undefined,
    object?.id ? eq(table.objectId, object.id) : undefined,
    q ? or(contains(table.objectName, q), contains(table.before, q), contains(table.after, q)) : undefined,
    typeof from === 'number' ? gte(table.at, from) : undefined,
    typeof to === 'number' ? lt(table.at, to) : undefined,
  );
}

type Text = typeof table.actorName | typeof table.objectName | typeof table.before | typeof table.after;

/** What the person typed is text and no pattern. */
function contains(column: Text, part: string): SQL {
  const pattern = `%${part.replaceAll(/[\\%_]/g, '\\$&')}%`;
  return sql`${column} like ${pattern} escape '\\'`;
}
