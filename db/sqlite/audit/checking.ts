import { and, asc, desc, gt, lte, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import { auditLog as table } from '@/db/sqlite/schema-audit';
import type { Audit, AuditFault, AuditPlace } from '@/db/store-audit';
import { AppError } from '@/lib/errors';
import { NO_HASH } from '@/lib/inbox/audit';
import { type AuditWriting, hashOf } from './writing';

/** Entries of one look: some two milliseconds of hashing, after which others have their turn. */
const LOOK_MAX = 500;

/** Whether the audit log is what was written, entry by entry. */
export function auditChecking(
  { database, immediate, snapshot }: Connection,
  { audit }: { audit: AuditWriting },
): Pick<Audit, 'auditEnd' | 'checkAudit' | 'noteVerification'> {
  const newest = database
    .select({ seq: table.seq, hash: table.hash })
    .from(table)
    .orderBy(desc(table.seq))
    .limit(1)
    .prepare();
  // Kept by SQLite itself for `autoincrement`: it remembers what was deleted too.
  const highest = database
    .select({ seq: sql<number>`seq` })
    .from(sql`sqlite_sequence`)
    .where(sql`name = 'audit_log'`)
    .prepare();
  const following = database
    .select()
    .from(table)
    .where(and(gt(table.seq, sql.placeholder('after')), lte(table.seq, sql.placeholder('through'))))
    .orderBy(asc(table.seq))
    .limit(sql.placeholder('limit'))
    .prepare();

  return {
    auditEnd: async () =>
      snapshot(() => {
        const last = newest.get() ?? { seq: 0, hash: NO_HASH };
        return { ...last, highest: Math.max(last.seq, highest.get()?.seq ?? 0) };
      }),

    async checkAudit({ after, through, limit, head }) {
      if (!(limit >= 1 && limit <= LOOK_MAX))
        throw new AppError('invalid', `Look at 1 to ${LOOK_MAX} entries.`);
      const rows = snapshot(() => following.all({ after: after.seq, through, limit }));
      let last = after;
      let found: number | null = null;
      for (const row of rows) {
        const fault = faultOf(row, last);
        if (fault) return { last, fault, found };
        last = { seq: row.seq, hash: row.hash };
        if (row.hash === head) found = row.seq;
      }
      return { last, fault: null, found };
    },

    async noteVerification({ by, outcome, now }) {
      const object = { kind: 'audit', id: 'log', name: 'Audit log' } as const;
      await immediate(() => {
        audit.write(by, { action: 'audit.verify', object, before: null, after: outcome, now });
      });
    },
  };
}

/** The first of the ways in which a row is not what followed the last one. A missing number is named itself. */
function faultOf(row: typeof table.$inferSelect, last: AuditPlace): AuditFault | null {
  if (row.seq !== last.seq + 1) return { seq: last.seq + 1, fault: 'missing' };
  const { previous, hash, ...columns } = row;
  if (previous !== (last.seq === 0 ? NO_HASH : last.hash)) return { seq: row.seq, fault: 'unlinked' };
  return hash === hashOf(columns, previous) ? null : { seq: row.seq, fault: 'changed' };
}
