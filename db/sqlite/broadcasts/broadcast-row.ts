import { eq, getTableColumns } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Connection } from '@/db/sqlite/connection';
import { isoOrNull, toIso } from '@/db/sqlite/iso';
import { users } from '@/db/sqlite/schema';
import { broadcasts } from '@/db/sqlite/schema-broadcasts';
import type { Broadcast, Sender } from '@/lib/inbox/broadcast';
import type { Content } from '@/lib/inbox/notification';

const updaters = alias(users, 'updaters');
const senders = alias(users, 'senders');

/** A broadcast with the names of who made, changed and sent it, for a query to be narrowed. */
export function selectBroadcasts(database: Connection['database']) {
  return database
    .select({
      ...getTableColumns(broadcasts),
      creator: users.name,
      updater: updaters.name,
      sender: senders.name,
    })
    .from(broadcasts)
    .innerJoin(users, eq(users.id, broadcasts.createdBy))
    .leftJoin(updaters, eq(updaters.id, broadcasts.updatedBy))
    .leftJoin(senders, eq(senders.id, broadcasts.sentBy));
}

export type BroadcastRow = typeof broadcasts.$inferSelect & {
  readonly creator: string;
  readonly updater: string | null;
  readonly sender: string | null;
};

export function toBroadcast(row: BroadcastRow): Broadcast {
  return {
    id: row.id,
    state: row.state,
    audience: row.audience,
    frozen: row.frozen,
    version: row.version,
    title: row.title,
    body: row.body,
    url: row.url,
    category: row.category,
    severity: row.severity,
    linkLabel: row.linkLabel,
    format: row.format,
    expiresAt: isoOrNull(row.expiresAt),
    createdBy: { id: row.createdBy, name: row.creator },
    createdAt: toIso(row.createdAt),
    updatedBy: personOrNull(row.updatedBy, row.updater),
    updatedAt: isoOrNull(row.updatedAt),
    sentBy: personOrNull(row.sentBy, row.sender),
    dueAt: isoOrNull(row.dueAt),
    scheduledFor: isoOrNull(row.scheduledFor),
    timeZone: row.timeZone,
    sentAt: isoOrNull(row.sentAt),
    editedAt: isoOrNull(row.editedAt),
    recalledAt: isoOrNull(row.recalledAt),
    expiredAt: isoOrNull(row.expiredAt),
    stoppedAt: isoOrNull(row.stoppedAt),
  };
}

function personOrNull(id: string | null, name: string | null): Sender | null {
  return id === null || name === null ? null : { id, name };
}

/** The text of a broadcast with a change laid over it: these columns, and nothing else a caller may have sent. */
export function revisedContent(row: BroadcastRow, change: Partial<Content>): Required<Content> {
  return {
    title: change.title ?? row.title,
    body: change.body === undefined ? row.body : change.body,
    url: change.url === undefined ? row.url : change.url,
    category: change.category ?? row.category,
    severity: change.severity ?? row.severity,
    linkLabel: change.linkLabel === undefined ? row.linkLabel : change.linkLabel,
    format: change.format ?? row.format,
  };
}

export function contentOf(row: BroadcastRow): Required<Content> {
  return revisedContent(row, {});
}

export function sameContent(one: Content, other: Content): boolean {
  return CONTENT.every((column) => one[column] === other[column]);
}

const CONTENT = ['title', 'body', 'url', 'category', 'severity', 'linkLabel', 'format'] as const;
