import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { AuditVia } from '@/lib/inbox/audit';

/**
 * One row for each administrative act, written in the act's own transaction. Rows are only ever added (triggers
 * refuse the rest), and each carries the hash of the one before it.
 */
export const auditLog = sqliteTable(
  'audit_log',
  {
    seq: integer().primaryKey({ autoIncrement: true }),
    at: integer().notNull(),
    /** No foreign key: what somebody did stays when they are gone. Null for the process itself. */
    actorId: text('actor_id'),
    actorName: text('actor_name').notNull(),
    via: text().$type<AuditVia>().notNull(),
    address: text(),
    requestId: text('request_id'),
    /** `<object>.<verb>`, such as `broadcast.recall`. */
    action: text().notNull(),
    objectKind: text('object_kind').notNull(),
    objectId: text('object_id').notNull(),
    /** What it was called then. */
    objectName: text('object_name').notNull(),
    /** JSON, as it was hashed. */
    before: text(),
    after: text(),
    previous: text().notNull(),
    hash: text().notNull(),
  },
  (table) => [
    index('audit_log_actor').on(table.actorId, table.seq),
    index('audit_log_action').on(table.action, table.seq),
    index('audit_log_object').on(table.objectKind, table.objectId, table.seq),
    index('audit_log_at').on(table.at),
  ],
);
