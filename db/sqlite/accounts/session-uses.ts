import { eq, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import { cannotWriteNow } from '@/db/sqlite/refusal';
import { sessions as table } from '@/db/sqlite/schema';

/** After a restart everybody comes back within a second: their uses share a few commits. */
const WRITTEN_AFTER_MS = 100;

export type SessionUses = Readonly<{
  note(id: string, now: number): void;
  /** To be called before this session is read, so that nobody sees an older use than was noted. */
  writeIfNoted(id: string): void;
}>;

/**
 * Records when sessions were used, those of one moment in one commit. What was noted in the last moment before the
 * process ends may be lost: such a session seems to have been idle since its use before that.
 */
export function sessionUses({
  database,
  immediate,
}: Pick<Connection, 'database' | 'immediate'>): SessionUses {
  const recordUse = database
    .update(table)
    .set({ lastUsedAt: sql`max(${table.lastUsedAt}, ${sql.placeholder('now')})` })
    .where(eq(table.id, sql.placeholder('id')))
    .prepare();
  const noted = new Map<string, number>();
  let isWaiting = false;

  /** A full disk or a busy file must not sign everybody out: the next request notes the use again. */
  function write(): void {
    if (noted.size === 0) return;
    try {
      immediate(() => {
        for (const [id, now] of noted) recordUse.run({ id, now });
      });
    } catch (error) {
      if (!cannotWriteNow(error)) throw error;
    }
    noted.clear();
  }

  function writeInTime(): void {
    isWaiting = false;
    try {
      write();
    } catch {
      // A defect, and thrown here it would end the process. They stay noted: whoever reads one of them next meets it.
    }
  }

  return {
    note(id, now) {
      noted.set(id, now);
      if (isWaiting) return;
      isWaiting = true;
      setTimeout(writeInTime, WRITTEN_AFTER_MS).unref();
    },
    writeIfNoted(id) {
      if (noted.has(id)) write();
    },
  };
}
