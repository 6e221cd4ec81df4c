import { asc, eq, lt, sql } from 'drizzle-orm';
import type { Outbox } from '@/db/store';
import type { Connection } from './connection';
import type { Changes } from './inboxes/changes';
import type { Streams } from './inboxes/streams';
import { streams as table } from './schema';

/** What is committed and not published: one event a stream, however many changes it waits with. */
export function outbox(
  { database, immediate, snapshot }: Connection,
  { streams, changes }: { streams: Streams; changes: Changes },
): Outbox {
  const dirty = database
    .select({ userId: table.userId })
    .from(table)
    .where(lt(table.publishedSeq, table.head))
    .orderBy(asc(table.dirtySince), asc(table.userId))
    .limit(sql.placeholder('limit'))
    .prepare();
  const publish = database
    .update(table)
    .set({ publishedSeq: sql`max(${table.publishedSeq}, min(${table.head}, ${sql.placeholder('seq')}))` })
    .where(eq(table.userId, sql.placeholder('userId')))
    .prepare();

  return {
    dirtyStreams: async (limit) => snapshot(() => dirty.all({ limit }).map(({ userId }) => userId)),

    pendingEvent: async (userId) =>
      snapshot(() => {
        const stream = streams.find(userId);
        if (!stream || stream.publishedSeq === stream.head) return null;
        return changes.event(stream, stream.publishedSeq);
      }),

    async markPublished(published) {
      if (published.length === 0) return;
      await immediate(() => {
        for (const { userId, seq } of published) publish.run({ userId, seq });
      });
    },
  };
}
