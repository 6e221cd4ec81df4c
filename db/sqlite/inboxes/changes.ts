import { and, asc, eq, gt, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import type { Run } from '@/db/sqlite/runs';
import { notifications as table } from '@/db/sqlite/schema';
import { type Change, FAT_EVENT_BYTES, FAT_EVENT_CHANGES, type InboxEvent } from '@/lib/inbox/stream';
import { changeColumns, toChange } from './notification-row';
import type { Stream } from './streams';
import type { Views } from './views';

export type Changes = ReturnType<typeof changes>;

/** The log's view of an inbox: the rows changed after a `seq`, and the event that covers them. Call within a transaction. */
export function changes({ database }: Connection, { views, run }: { views: Views; run: Run }) {
  const after = database
    .select(changeColumns)
    .from(table)
    .where(and(eq(table.userId, sql.placeholder('userId')), gt(table.seq, sql.placeholder('seq'))))
    .orderBy(asc(table.seq))
    .limit(sql.placeholder('limit'))
    .prepare();

  function since(userId: string, seq: number, limit: number): readonly Change[] {
    return after.all({ userId, seq, limit }).map(toChange);
  }

  /** Covers `(from, stream.head]`: fat when it is small, else thin. */
  function event(stream: Stream, from: number): InboxEvent {
    const thin = {
      v: 1,
      epoch: run.epoch,
      from,
      seq: stream.head,
      counts: views.counts(stream.userId),
    } as const;
    if (stream.head === from) return { ...thin, changes: [] };
    // Something that was taken back in between has been purged: what is left is not all that changed.
    if (from < stream.floor) return thin;
    const found = since(stream.userId, from, FAT_EVENT_CHANGES + 1);
    const fat = { ...thin, changes: found };
    const fits =
      found.length <= FAT_EVENT_CHANGES && Buffer.byteLength(JSON.stringify(fat)) <= FAT_EVENT_BYTES;
    return fits ? fat : thin;
  }

  return { since, event };
}
