import { getTableColumns } from 'drizzle-orm';
import { isoOrNull, toIso } from '@/db/sqlite/iso';
import { broadcasts, users } from '@/db/sqlite/schema';
import type { Broadcast } from '@/lib/inbox/broadcast';
import type { Content } from '@/lib/inbox/notification';

export const broadcastColumns = { ...getTableColumns(broadcasts), creator: users.name };
export type BroadcastRow = typeof broadcasts.$inferSelect & { readonly creator: string };

export function toBroadcast(row: BroadcastRow): Broadcast {
  return {
    id: row.id,
    state: row.state,
    audience: row.audience,
    version: row.version,
    title: row.title,
    body: row.body,
    url: row.url,
    category: row.category,
    severity: row.severity,
    createdBy: { id: row.createdBy, name: row.creator },
    createdAt: toIso(row.createdAt),
    dueAt: isoOrNull(row.dueAt),
    sentAt: isoOrNull(row.sentAt),
    editedAt: isoOrNull(row.editedAt),
    recalledAt: isoOrNull(row.recalledAt),
  };
}

/** The text of a broadcast with a change laid over it: these five columns, and nothing else a caller may have sent. */
export function revisedContent(row: BroadcastRow, change: Partial<Content>): Content {
  return {
    title: change.title ?? row.title,
    body: change.body === undefined ? row.body : change.body,
    url: change.url === undefined ? row.url : change.url,
    category: change.category ?? row.category,
    severity: change.severity ?? row.severity,
  };
}

export function sameContent(one: Content, other: Content): boolean {
  return CONTENT.every((column) => one[column] === other[column]);
}

const CONTENT = ['title', 'body', 'url', 'category', 'severity'] as const;
