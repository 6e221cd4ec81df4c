import { asc, eq, gt, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import { broadcastLog, broadcasts, type LogKind } from '@/db/sqlite/schema-broadcasts';
import type { Audience } from '@/lib/inbox/audience';
import type { Content, RemovedFor } from '@/lib/inbox/notification';

/** An entry of the broadcast log together with the broadcast as it stands now. */
export type LogEntry = Readonly<{
  entry: number;
  kind: LogKind;
  notifyAgain: boolean;
  broadcast: Readonly<{
    id: string;
    /** Why it is nobody's any more; null while it is somebody's, and until the clock got to its end. */
    over: RemovedFor | null;
    /** From here on it is nobody's, whether or not the clock got to it. */
    expiresAt: number | null;
    stopped: boolean;
    audience: Audience;
    frozen: boolean;
    content: Required<Content>;
    sentAt: number;
    editedAt: number | null;
    lastEntry: number;
  }>;
}>;

export type BroadcastLog = ReturnType<typeof log>;

export function log({ database, noteMoved }: Connection) {
  const after = database
    .select({
      entry: broadcastLog.entry,
      kind: broadcastLog.kind,
      notifyAgain: broadcastLog.notifyAgain,
      id: broadcasts.id,
      state: broadcasts.state,
      audience: broadcasts.audience,
      frozen: broadcasts.frozen,
      expiresAt: broadcasts.expiresAt,
      stoppedAt: broadcasts.stoppedAt,
      title: broadcasts.title,
      body: broadcasts.body,
      url: broadcasts.url,
      category: broadcasts.category,
      severity: broadcasts.severity,
      linkLabel: broadcasts.linkLabel,
      format: broadcasts.format,
      sentAt: broadcasts.sentAt,
      editedAt: broadcasts.editedAt,
      lastEntry: broadcasts.lastEntry,
    })
    .from(broadcastLog)
    .innerJoin(broadcasts, eq(broadcasts.id, broadcastLog.broadcastId))
    .where(gt(broadcastLog.entry, sql.placeholder('cursor')))
    .orderBy(asc(broadcastLog.entry))
    .limit(sql.placeholder('limit'))
    .prepare();
  const write = database
    .insert(broadcastLog)
    .values({
      broadcastId: sql.placeholder('broadcastId'),
      kind: sql.placeholder('kind'),
      notifyAgain: sql.placeholder('notifyAgain'),
      at: sql.placeholder('now'),
    })
    .returning({ entry: broadcastLog.entry })
    .prepare();

  return {
    after: (cursor: number, limit: number): readonly LogEntry[] => after.all({ cursor, limit }).map(toEntry),
    /** Appends an entry and answers its number. */
    write(entry: { broadcastId: string; kind: LogKind; notifyAgain: boolean; now: number }): number {
      const written = write.get(entry);
      if (!written) throw new Error('SQLite did not return the entry that was just written.');
      noteMoved.broadcastLog();
      return written.entry;
    },
  };

  function toEntry(row: ReturnType<typeof after.all>[number]): LogEntry {
    const { entry, kind, notifyAgain, id, state, audience, frozen, sentAt, editedAt, lastEntry } = row;
    if (sentAt === null || lastEntry === null)
      throw new Error(`Broadcast ${id} is in the log but was not sent.`);
    const content = {
      title: row.title,
      body: row.body,
      url: row.url,
      category: row.category,
      severity: row.severity,
      linkLabel: row.linkLabel,
      format: row.format,
    };
    const over = state === 'recalled' || state === 'expired' ? state : null;
    const { expiresAt } = row;
    const stands = { over, expiresAt, stopped: row.stoppedAt !== null, sentAt, editedAt, lastEntry };
    return { entry, kind, notifyAgain, broadcast: { id, audience, frozen, content, ...stands } };
  }
}
