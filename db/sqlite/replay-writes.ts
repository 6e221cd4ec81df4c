import { and, eq, isNull, sql } from 'drizzle-orm';
import type { RemovedFor } from '@/lib/inbox/notification';
import type { LogEntry } from './broadcasts/log';
import type { Connection } from './connection';
import type { Streams } from './inboxes/streams';
import { notifications as table } from './schema';
import { broadcastSkips, type SkipReason } from './schema-broadcasts';

type Broadcast = LogEntry['broadcast'];
export type ReplayWrites = ReturnType<typeof replayWrites>;

/** What replaying does to one inbox. Each write takes the stream's next `seq`. */
export function replayWrites(
  { database }: Connection,
  { streams, randomId }: { streams: Streams; randomId: () => string },
) {
  const find = database
    .select({ id: table.id, broadcastEntry: table.broadcastEntry })
    .from(table)
    .where(
      and(
        eq(table.userId, sql.placeholder('userId')),
        eq(table.broadcastId, sql.placeholder('broadcastId')),
        isNull(table.removedAt),
      ),
    )
    .prepare();
  const insert = database
    .insert(table)
    .values({
      id: sql.placeholder('id'),
      userId: sql.placeholder('userId'),
      seq: sql.placeholder('seq'),
      sortSeq: sql.placeholder('seq'),
      broadcastId: sql.placeholder('broadcastId'),
      broadcastEntry: sql.placeholder('lastEntry'),
      title: sql.placeholder('title'),
      body: sql.placeholder('body'),
      url: sql.placeholder('url'),
      category: sql.placeholder('category'),
      severity: sql.placeholder('severity'),
      linkLabel: sql.placeholder('linkLabel'),
      format: sql.placeholder('format'),
      createdAt: sql.placeholder('sentAt'),
      deliveredAt: sql.placeholder('now'),
      editedAt: sql.placeholder('editedAt'),
    })
    .prepare();
  const skip = database
    .insert(broadcastSkips)
    .values({
      broadcastId: sql.placeholder('broadcastId'),
      userId: sql.placeholder('userId'),
      reason: sql.placeholder('reason'),
    })
    .prepare();

  const edited = {
    title: sql`${sql.placeholder('title')}`,
    body: sql`${sql.placeholder('body')}`,
    url: sql`${sql.placeholder('url')}`,
    category: sql`${sql.placeholder('category')}`,
    severity: sql`${sql.placeholder('severity')}`,
    linkLabel: sql`${sql.placeholder('linkLabel')}`,
    format: sql`${sql.placeholder('format')}`,
    editedAt: sql`${sql.placeholder('editedAt')}`,
    broadcastEntry: sql`${sql.placeholder('entry')}`,
    seq: sql`${sql.placeholder('seq')}`,
  };
  const row = eq(table.id, sql.placeholder('id'));
  const editQuietly = database.update(table).set(edited).where(row).prepare();
  const editAgain = database
    .update(table)
    .set({ ...edited, seenAt: null, readAt: null })
    .where(row)
    .prepare();
  const remove = database
    .update(table)
    .set({
      title: '',
      body: null,
      url: null,
      linkLabel: null,
      removedAt: sql`${sql.placeholder('now')}`,
      removedFor: sql`${sql.placeholder('removedFor')}`,
      seq: sql`${sql.placeholder('seq')}`,
    })
    .where(row)
    .prepare();

  function next(userId: string, now: number): number {
    const before = streams.advance(userId, 1, now);
    if (before === null) throw new Error('A stream vanished while the broadcast log was replayed into it.');
    return before + 1;
  }

  return {
    /** The row that a broadcast has in an inbox, unless it was taken back. */
    find(userId: string, broadcastId: string): { id: string; broadcastEntry: number } | null {
      const row = find.get({ userId, broadcastId });
      return row ? { id: row.id, broadcastEntry: row.broadcastEntry ?? 0 } : null;
    },
    /** With the text of this moment, so that nobody is shown what was corrected before they came. */
    insert(userId: string, broadcast: Broadcast, now: number): void {
      const { id: broadcastId, content, sentAt, editedAt, lastEntry } = broadcast;
      const seq = next(userId, now);
      insert.run({ ...content, id: randomId(), userId, seq, broadcastId, sentAt, editedAt, lastEntry, now });
    },
    skip(userId: string, broadcastId: string, reason: SkipReason): void {
      skip.run({ broadcastId, userId, reason });
    },
    edit(edit: {
      userId: string;
      id: string;
      entry: number;
      again: boolean;
      broadcast: Broadcast;
      now: number;
    }): void {
      const { userId, id, entry, again, broadcast, now } = edit;
      const { content, editedAt } = broadcast;
      const update = again ? editAgain : editQuietly;
      update.run({ ...content, id, entry, editedAt, seq: next(userId, now) });
    },
    /** The tombstone keeps who had seen and read it, and nothing of what it said. */
    remove(removal: { userId: string; id: string; removedFor: RemovedFor; now: number }): void {
      const { userId, id, removedFor, now } = removal;
      remove.run({ id, removedFor, now, seq: next(userId, now) });
    },
  };
}
