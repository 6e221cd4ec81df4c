import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/** What the database holds for one person, asked with words of our own and not the store's. */
export type TrueInbox = Readonly<{
  /** Newest first. */
  ids: readonly string[];
  unreadIds: ReadonlySet<string>;
  unread: number;
  unseen: number;
  head: number;
}>;

export type Truth = Readonly<{
  inbox(userId: string): TrueInbox;
  /** People whose inbox the broadcast log has not reached yet. */
  behindLog(userIds: readonly string[]): number;
  /** Every row of a named recipient: its title and whose it is, with how many there are. */
  rows(): readonly { title: string; userId: string; id: string; count: number }[];
  /** How often each broadcast lies in each inbox. */
  broadcastRows(): readonly { broadcastId: string; userId: string; count: number }[];
  broadcastState(id: string): string | null;
  isOpen(): boolean;
  close(): void;
}>;

/** Reads beside the server, from its own connection. */
export function openTruth(folder: string): Truth {
  const client = new Database(join(folder, 'belfry.db'), { readonly: true });
  const shown = 'user_id = ? AND archived_at IS NULL AND removed_at IS NULL';
  const list = client.prepare(
    `SELECT id, read_at, seen_at FROM notifications WHERE ${shown} ORDER BY sort_seq DESC`,
  );
  const head = client.prepare('SELECT head, broadcast_cursor FROM streams WHERE user_id = ?');
  const log = client.prepare('SELECT coalesce(max(entry), 0) AS entry FROM broadcast_log');
  return {
    inbox(userId) {
      // One transaction: the head and the rows of the same moment. The casts below: the columns named beside them.
      return client.transaction(() => {
        const rows = list.all(userId) as { id: string; read_at: number | null; seen_at: number | null }[];
        const stream = head.get(userId) as { head: number } | undefined;
        const unread = rows.filter((row) => row.read_at === null);
        return {
          ids: rows.map(({ id }) => id),
          unreadIds: new Set(unread.map(({ id }) => id)),
          unread: unread.length,
          unseen: rows.filter((row) => row.seen_at === null).length,
          head: stream?.head ?? 0,
        };
      })();
    },
    behindLog(userIds) {
      const { entry } = log.get() as { entry: number };
      return userIds.filter((id) => {
        const stream = head.get(id) as { broadcast_cursor: number } | undefined;
        return (stream?.broadcast_cursor ?? 0) < entry;
      }).length;
    },
    rows: () =>
      client
        .prepare(
          `SELECT title, user_id AS userId, min(id) AS id, count(*) AS count FROM notifications
           WHERE broadcast_id IS NULL GROUP BY title, user_id`,
        )
        .all() as ReturnType<Truth['rows']>,
    broadcastRows: () =>
      client
        .prepare(
          `SELECT broadcast_id AS broadcastId, user_id AS userId, count(*) AS count FROM notifications
           WHERE broadcast_id IS NOT NULL GROUP BY broadcast_id, user_id`,
        )
        .all() as ReturnType<Truth['broadcastRows']>,
    broadcastState: (id) =>
      (client.prepare('SELECT state FROM broadcasts WHERE id = ?').get(id) as { state: string } | undefined)
        ?.state ?? null,
    isOpen: () => client.open,
    close: () => void client.close(),
  };
}

/**
 * What SQLite finds wrong with a database as a kill left it; empty when it is sound. Looks at a copy: opening the
 * files themselves would recover them before the server has to.
 */
export function damageOf(folder: string): readonly string[] {
  const copy = mkdtempSync(join(tmpdir(), 'belfry-copy-'));
  try {
    for (const name of ['belfry.db', 'belfry.db-wal', 'belfry.db-shm'])
      if (existsSync(join(folder, name))) cpSync(join(folder, name), join(copy, name));
    const client = new Database(join(copy, 'belfry.db'));
    try {
      const found = client.pragma('integrity_check') as { integrity_check: string }[];
      const foreign = client.pragma('foreign_key_check') as unknown[];
      return [
        ...found.map((row) => row.integrity_check).filter((text) => text !== 'ok'),
        ...foreign.map((row) => `foreign key: ${JSON.stringify(row)}`),
      ];
    } finally {
      client.close();
    }
  } finally {
    rmSync(copy, { recursive: true });
  }
}
