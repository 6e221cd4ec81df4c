import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Audience } from '@/lib/inbox/audience';
import type { BroadcastState } from '@/lib/inbox/broadcast';
import type { BodyFormat, Severity } from '@/lib/inbox/notification';
import { users } from './schema';

export const broadcasts = sqliteTable(
  'broadcasts',
  {
    /** Order of creation; the key of the senders' list. */
    position: integer().primaryKey({ autoIncrement: true }),
    id: text().notNull().unique('broadcasts_id'),
    state: text().$type<BroadcastState>().notNull(),
    audience: text({ mode: 'json' }).$type<Audience>().notNull(),
    /** Whether the people are those of the moment it was confirmed (`broadcastPeople`), and not of the sending. */
    frozen: integer({ mode: 'boolean' }).notNull().default(false),
    version: integer().notNull(),
    title: text().notNull(),
    body: text(),
    url: text(),
    category: text().notNull(),
    severity: text().$type<Severity>().notNull(),
    linkLabel: text('link_label'),
    format: text().$type<BodyFormat>().notNull().default('plain'),
    expiresAt: integer('expires_at'),
    /** People who belonged when it was sent; fixed then. */
    targeted: integer(),
    /** Its newest entry in the broadcast log. */
    lastEntry: integer('last_entry'),
    /** Its first one: whoever has not replayed it has not been reached. */
    sentEntry: integer('sent_entry'),
    createdBy: text('created_by')
      .notNull()
      .references(() => users.id),
    createdAt: integer('created_at').notNull(),
    /** Who changed its text last, and when; null until somebody did. */
    updatedBy: text('updated_by').references(() => users.id),
    updatedAt: integer('updated_at'),
    /** Who confirmed the sending, and when: what the limits of one sender are counted by, with their edits in the audit log. */
    sentBy: text('sent_by').references(() => users.id),
    confirmedAt: integer('confirmed_at'),
    dueAt: integer('due_at'),
    /** When it was to go out, kept after it did: it says how late it was. */
    scheduledFor: integer('scheduled_for'),
    /** The zone its time was given in, for showing it again; an IANA name. */
    timeZone: text('time_zone'),
    /** What it was before it was paused. */
    pausedFrom: text('paused_from').$type<'held' | 'scheduled'>(),
    sentAt: integer('sent_at'),
    editedAt: integer('edited_at'),
    recalledAt: integer('recalled_at'),
    expiredAt: integer('expired_at'),
    /** From here on nobody is given it who has it not yet; who has it keeps it. */
    stoppedAt: integer('stopped_at'),
    /** What its purged tombstones had counted for: figures do not fade with the rows. */
    purgedDelivered: integer('purged_delivered').notNull().default(0),
    purgedSeen: integer('purged_seen').notNull().default(0),
    purgedRead: integer('purged_read').notNull().default(0),
    purgedClicked: integer('purged_clicked').notNull().default(0),
  },
  (table) => [
    index('broadcasts_due').on(table.dueAt).where(sql`${table.dueAt} is not null`),
    index('broadcasts_expiring')
      .on(table.expiresAt)
      .where(sql`${table.expiresAt} is not null and ${table.state} = 'sent'`),
    index('broadcasts_sender')
      .on(table.sentBy, table.confirmedAt)
      .where(sql`${table.confirmedAt} is not null`),
  ],
);

/** The global ordered log. AUTOINCREMENT: a number is never given twice, or an inbox would miss the second. */
export const broadcastLog = sqliteTable('broadcast_log', {
  entry: integer().primaryKey({ autoIncrement: true }),
  broadcastId: text('broadcast_id')
    .notNull()
    .references(() => broadcasts.id),
  kind: text().$type<LogKind>().notNull(),
  notifyAgain: integer('notify_again', { mode: 'boolean' }).notNull().default(false),
  at: integer().notNull(),
});
export type LogKind = 'sent' | 'edited' | 'recalled' | 'expired';

/** People who were targeted and were not given it: they left the audience before it reached them, or have switched its category off. */
export const broadcastSkips = sqliteTable(
  'broadcast_skips',
  {
    broadcastId: text('broadcast_id')
      .notNull()
      .references(() => broadcasts.id),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    reason: text().$type<SkipReason>().notNull().default('left'),
  },
  (table) => [primaryKey({ columns: [table.broadcastId, table.userId] })],
);
export type SkipReason = 'left' | 'muted';

/** The people of a frozen broadcast: who belonged when its sending was confirmed. */
export const broadcastPeople = sqliteTable(
  'broadcast_people',
  {
    broadcastId: text('broadcast_id')
      .notNull()
      .references(() => broadcasts.id),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
  },
  (table) => [primaryKey({ columns: [table.broadcastId, table.userId] })],
);
