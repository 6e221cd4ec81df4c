import { createHash } from 'node:crypto';
import { desc, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import { auditLog } from '@/db/sqlite/schema-audit';
import { type Actor, type AuditObject, NO_HASH } from '@/lib/inbox/audit';

/** What was done, for one row. `before` and `after` hold what is worth keeping of the object, and nothing secret. */
export type Act = Readonly<{
  by: Actor;
  action: string;
  object: AuditObject;
  before: unknown;
  after: unknown;
  now: number;
}>;

export type AuditWriting = ReturnType<typeof auditWriting>;

/** Adds to the audit log; call within the transaction of the act itself, so that neither is there without the other. */
export function auditWriting({ database }: Connection) {
  const newest = database
    .select({ seq: auditLog.seq, hash: auditLog.hash })
    .from(auditLog)
    .orderBy(desc(auditLog.seq))
    .limit(1)
    .prepare();
  // Kept by SQLite itself for `autoincrement`: it remembers what was deleted too.
  const highest = database
    .select({ seq: sql<number>`cast(seq as integer)` })
    .from(sql`sqlite_sequence`)
    .where(sql`name = 'audit_log'`)
    .prepare();

  return {
    /** Nothing is written when nobody is named: by tests, and by what is no administrative act. */
    write(by: Actor | undefined, act: Omit<Act, 'by'>): void {
      if (by === undefined) return;
      const last = newest.get() ?? { seq: 0, hash: NO_HASH };
      const row = {
        // Never a number that was given before: it would fill the hole of an end that was cut off.
        seq: Math.max(last.seq, highest.get()?.seq ?? 0) + 1,
        at: act.now,
        actorId: by.id,
        actorName: by.name,
        via: by.via,
        address: by.address,
        requestId: by.requestId,
        action: act.action,
        objectKind: act.object.kind,
        objectId: act.object.id,
        objectName: act.object.name,
        before: jsonOrNull(act.before),
        after: jsonOrNull(act.after),
      };
      const chained = { ...row, previous: last.hash, hash: hashOf(row, last.hash) };
      database.insert(auditLog).values(chained).run();
    },
  };
}

type Row = Omit<typeof auditLog.$inferSelect, 'hash' | 'previous'>;

/** SHA-256, in hexadecimal, of the hash before it and of every column, in this order, as one JSON list. */
export function hashOf(row: Row, previous: string): string {
  const { seq, at, actorId, actorName, via, address, requestId } = row;
  const { action, objectKind, objectId, objectName, before, after } = row;
  const columns = [previous, seq, at, actorId, actorName, via, address, requestId];
  columns.push(action, objectKind, objectId, objectName, before, after);
  return createHash('sha256').update(JSON.stringify(columns)).digest('hex');
}

function jsonOrNull(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}
