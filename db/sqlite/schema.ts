import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { Role } from '@/lib/inbox/audience';
import type { BodyFormat, RemovedFor, Severity } from '@/lib/inbox/notification';
import { broadcasts } from './schema-broadcasts';

/** All times are integer milliseconds since 1970, all from the server. */
export const users = sqliteTable('users', {
  id: text().primaryKey(),
  /** Lower case: the unique index is then enough. */
  email: text().notNull().unique('users_email'),
  name: text().notNull(),
  role: text().$type<Role>().notNull(),
  passwordHash: text('password_hash').notNull(),
  authVersion: integer('auth_version').notNull().default(1),
  disabledAt: integer('disabled_at'),
  createdAt: integer('created_at').notNull(),
});

/**
 * How many people of each role are not disabled, kept by triggers on `users` (a custom migration), so that
 * sending to a million costs no count over a million rows and no code path can forget it.
 */
export const roleSizes = sqliteTable('role_sizes', {
  role: text().$type<Role>().primaryKey(),
  people: integer().notNull(),
});

export const sessions = sqliteTable(
  'sessions',
  {
    id: text().primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: integer('created_at').notNull(),
    lastUsedAt: integer('last_used_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
    revokedAt: integer('revoked_at'),
  },
  (table) => [index('sessions_user').on(table.userId), index('sessions_expires').on(table.expiresAt)],
);

export const streams = sqliteTable(
  'streams',
  {
    userId: text('user_id')
      .primaryKey()
      .references(() => users.id, { onDelete: 'cascade' }),
    head: integer().notNull().default(0),
    publishedSeq: integer('published_seq').notNull().default(0),
    floor: integer().notNull().default(0),
    /** The run (`runs.position`) in which the head last moved. */
    run: integer().notNull().default(0),
    /** The newest entry of the broadcast log that was replayed into this inbox. */
    broadcastCursor: integer('broadcast_cursor').notNull(),
    /** When the oldest unpublished change was made; means nothing once everything is published. */
    dirtySince: integer('dirty_since').notNull().default(0),
  },
  (table) => [
    index('streams_dirty')
      .on(table.dirtySince, table.userId)
      .where(sql`${table.publishedSeq} < ${table.head}`),
  ],
);

/**
 * Each time a process opened this database, oldest first. An epoch is the name of one run: a cursor of an earlier
 * run goes on where this history has that run, and as far as its streams came in it. What was seen of a history
 * that a restored copy does not have is thereby known to be lost.
 */
export const runs = sqliteTable('runs', {
  position: integer().primaryKey({ autoIncrement: true }),
  epoch: text().notNull().unique('runs_epoch'),
  startedAt: integer('started_at').notNull(),
});

/** Where a stream's head stood before it first moved in a run. */
export const streamRuns = sqliteTable(
  'stream_runs',
  {
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    run: integer().notNull(),
    base: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.run] })],
);

export const notifications = sqliteTable(
  'notifications',
  {
    id: text().primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** The stream's `seq` at the last change of this row. */
    seq: integer().notNull(),
    sortSeq: integer('sort_seq').notNull(),
    broadcastId: text('broadcast_id').references(() => broadcasts.id),
    /** The broadcast log's entry that this row's text and marks already reflect. */
    broadcastEntry: integer('broadcast_entry'),
    title: text().notNull(),
    body: text(),
    url: text(),
    category: text().notNull(),
    severity: text().$type<Severity>().notNull(),
    linkLabel: text('link_label'),
    format: text().$type<BodyFormat>().notNull().default('plain'),
    /** What an administrator sent to themselves to see it: it is in the inbox, and in no broadcast's figures. */
    isTest: integer('is_test', { mode: 'boolean' }).notNull().default(false),
    createdAt: integer('created_at').notNull(),
    /** When the row came into this inbox; null for rows from before this was recorded. */
    deliveredAt: integer('delivered_at'),
    seenAt: integer('seen_at'),
    readAt: integer('read_at'),
    clickedAt: integer('clicked_at'),
    archivedAt: integer('archived_at'),
    editedAt: integer('edited_at'),
    /** A tombstone: kept for clients that were away and for the figures, its text blanked. */
    removedAt: integer('removed_at'),
    removedFor: text('removed_for').$type<RemovedFor>(),
  },
  (table) => [
    uniqueIndex('notifications_seq').on(table.userId, table.seq),
    uniqueIndex('notifications_sort_seq').on(table.userId, table.sortSeq),
    index('notifications_inbox')
      .on(table.userId, table.sortSeq)
      .where(sql`${table.archivedAt} is null and ${table.removedAt} is null`),
    index('notifications_unread')
      .on(table.userId, table.sortSeq)
      .where(sql`${table.readAt} is null and ${table.archivedAt} is null and ${table.removedAt} is null`),
    index('notifications_unseen')
      .on(table.userId)
      .where(sql`${table.seenAt} is null and ${table.archivedAt} is null and ${table.removedAt} is null`),
    index('notifications_archived')
      .on(table.userId, table.sortSeq)
      .where(sql`${table.archivedAt} is not null and ${table.removedAt} is null`),
    // Nobody can be given a broadcast twice, whatever the code does.
    uniqueIndex('notifications_broadcast_user')
      .on(table.broadcastId, table.userId)
      .where(sql`${table.broadcastId} is not null`),
    index('notifications_figures')
      .on(table.broadcastId, table.seenAt, table.readAt, table.clickedAt, table.deliveredAt)
      .where(sql`${table.broadcastId} is not null`),
    // Who was given how many of late.
    index('notifications_created').on(table.createdAt, table.userId).where(sql`${table.isTest} = 0`),
    // Tombstones by age, for the purge.
    index('notifications_removed').on(table.removedAt).where(sql`${table.removedAt} is not null`),
  ],
);

/** One undoable act of one person. */
export const operations = sqliteTable(
  'operations',
  {
    id: text().primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    at: integer().notNull(),
    undoneAt: integer('undone_at'),
    /** What was done; null for operations from before this was recorded. */
    did: text().$type<'read' | 'unread' | 'archive' | 'restore' | 'readAll' | 'undo'>(),
    /** How many rows it changed; 0 when there was nothing to do, and then it cannot be undone. */
    changes: integer().notNull().default(1),
    /** What was asked under the key that is its id (as in `idempotency_keys`, which goes sooner); null without one. */
    fingerprint: text(),
  },
  (table) => [index('operations_user').on(table.userId, table.at), index('operations_at').on(table.at)],
);

/** What an operation did to each row, so that undoing is exact and field by field. */
export const operationChanges = sqliteTable(
  'operation_changes',
  {
    operationId: text('operation_id')
      .notNull()
      .references(() => operations.id, { onDelete: 'cascade' }),
    /** 1, 2, …: the order in which the rows took their `seq`. */
    position: integer().notNull(),
    // No foreign key: it would need an index of its own, and undoing joins the row anyway.
    notificationId: text('notification_id').notNull(),
    seenBefore: integer('seen_before'),
    readBefore: integer('read_before'),
    archivedBefore: integer('archived_before'),
    seenAfter: integer('seen_after'),
    readAfter: integer('read_after'),
    archivedAfter: integer('archived_after'),
  },
  (table) => [primaryKey({ columns: [table.operationId, table.position] })],
);

/**
 * What a request with an `Idempotency-Key` was answered, written in the transaction of its work: the same request
 * again gets the same answer, whatever became of the first one's.
 */
export const idempotencyKeys = sqliteTable(
  'idempotency_keys',
  {
    /** Whose key it is: `user:<id>` or `key:<id>`. */
    principal: text().notNull(),
    key: text().notNull(),
    /** SHA-256 of what was asked: method, path and body. Another request may not use the key. */
    fingerprint: text().notNull(),
    answer: text({ mode: 'json' }).$type<unknown>().notNull(),
    at: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.principal, table.key] }),
    index('idempotency_keys_at').on(table.at),
  ],
);

export const apiKeys = sqliteTable('api_keys', {
  position: integer().primaryKey({ autoIncrement: true }),
  id: text().notNull().unique('api_keys_id'),
  name: text().notNull(),
  /** SHA-256 of the secret part; the secret itself is shown once and never stored. */
  hash: text().notNull(),
  scopes: text({ mode: 'json' }).$type<readonly 'notify:send'[]>().notNull(),
  createdBy: text('created_by')
    .notNull()
    .references(() => users.id),
  createdAt: integer('created_at').notNull(),
  lastUsedAt: integer('last_used_at'),
  revokedAt: integer('revoked_at'),
});

export const meta = sqliteTable('meta', { key: text().primaryKey(), value: text().notNull() });
