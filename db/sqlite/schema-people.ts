import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { Role } from '@/lib/inbox/audience';
import { users } from './schema';

export const groups = sqliteTable(
  'groups',
  {
    id: text().primaryKey(),
    /** What programs and the terminal call it: lower-case letters, digits and hyphens. */
    key: text().notNull().unique('groups_key'),
    name: text().notNull(),
    createdBy: text('created_by')
      .notNull()
      .references(() => users.id),
    createdAt: integer('created_at').notNull(),
    /** Deleted then: nobody sees it or comes into it any more, and it goes when its last member has left. */
    endedAt: integer('ended_at'),
  },
  (table) => [
    index('groups_ended').on(table.endedAt).where(sql`${table.endedAt} is not null`),
    uniqueIndex('groups_name').on(sql`lower(${table.name})`),
  ],
);

export const groupMembers = sqliteTable(
  'group_members',
  {
    groupId: text('group_id')
      .notNull()
      .references(() => groups.id, { onDelete: 'cascade' }),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    since: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.groupId, table.userId] }),
    index('group_members_user').on(table.userId, table.groupId),
  ],
);

/** How many members of each group are not disabled, kept by triggers, as `roleSizes` is. */
export const groupSizes = sqliteTable('group_sizes', {
  groupId: text('group_id').primaryKey(),
  people: integer().notNull(),
});

/**
 * What somebody was before a change, for an inbox that had not come to the log's entry `through` then: what was sent up
 * to there goes by this as well. Gone when the inbox has come there.
 */
export const earlierStandings = sqliteTable(
  'earlier_standings',
  {
    /** The order of the changes: of two at the same place in the log both count. */
    position: integer().primaryKey({ autoIncrement: true }),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    through: integer().notNull(),
    role: text().$type<Role>().notNull(),
    disabled: integer({ mode: 'boolean' }).notNull(),
    /** Ids of the groups they were in. */
    groups: text({ mode: 'json' }).$type<readonly string[]>().notNull(),
  },
  (table) => [index('earlier_standings_user').on(table.userId, table.position)],
);

/** Categories a person has switched off: a broadcast of one is skipped for them, unless it is critical. */
export const mutedCategories = sqliteTable(
  'muted_categories',
  {
    category: text().notNull(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    at: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.category, table.userId] }),
    index('muted_categories_user').on(table.userId, table.category),
  ],
);

/** One-time links: into this installation, or to a new password for somebody who is in it. Only a hash of the link is kept. */
export const invitations = sqliteTable(
  'invitations',
  {
    id: text().primaryKey(),
    kind: text().$type<'invitation' | 'password'>().notNull(),
    /** SHA-256 of the secret in the link. */
    hash: text().notNull().unique('invitations_hash'),
    email: text().notNull(),
    name: text().notNull(),
    role: text().$type<Role>().notNull(),
    /** Whose password; null for an invitation until it is accepted. */
    userId: text('user_id').references(() => users.id, { onDelete: 'cascade' }),
    createdBy: text('created_by').references(() => users.id),
    createdAt: integer('created_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
    usedAt: integer('used_at'),
    revokedAt: integer('revoked_at'),
  },
  (table) => [index('invitations_email').on(table.email), index('invitations_created').on(table.createdAt)],
);
