import { eq, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import { cannotWriteNow } from '@/db/sqlite/refusal';
import { sessions as table } from '@/db/sqlite/schema';

/** After a restart everybody comes back within a second: their uses share a few commits. */
const WRITTEN_AFTER_MS = 100;
/** A commit of this many updates takes some milliseconds; the rest follow in the next. */
const WRITTEN_AT_ONCE = 1_000;
/** Beyond it, while nothing can be written, the oldest is forgotten: its session seems idle since the use before. */
const NOTED_MAX = 50_000;

export type SessionUses = Readonly<{
  note(id: string, now: number): void;
  /** The newest use that is not written yet; whoever reads a session must look here too. */
  noted(id: string): number | null;
}>;

/**
 * Records when sessions were used, those of one moment in one commit, and never makes a reader wait for it: a full
 * disk or a busy file must not sign anybody out. What was noted in the last moment before the process ends may be
 * lost: such a session seems to have been idle since its use before that.
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
  let defect: { error: unknown } | null = null;

  async function write(): Promise<void> {
    const batch = [...noted].slice(0, WRITTEN_AT_ONCE);
    try {
      await immediate(() => {
        for (const [id, now] of batch) recordUse.run({ id, now });
      });
      for (const [id, now] of batch) if (noted.get(id) === now) noted.delete(id);
    } catch (error) {
      // Kept for the next time; a defect is told to whoever notes or reads one next, for here it would end the process.
      if (!cannotWriteNow(error)) defect = { error };
    }
    isWaiting = false;
  }

  function writeSoon(): void {
    if (isWaiting) return;
    isWaiting = true;
    setTimeout(() => void write().then(goOn), WRITTEN_AFTER_MS).unref();
  }

  /** Those of a larger moment, or of a time when nothing could be written. */
  function goOn(): void {
    if (noted.size > 0 && !defect) writeSoon();
  }

  function meetDefect(): void {
    if (!defect) return;
    const { error } = defect;
    defect = null;
    throw error;
  }

  return {
    note(id, now) {
      meetDefect();
      const before = noted.get(id) ?? now;
      noted.delete(id);
      noted.set(id, Math.max(before, now));
      const oldest = noted.size > NOTED_MAX ? noted.keys().next().value : undefined;
      if (oldest !== undefined) noted.delete(oldest);
      writeSoon();
    },
    noted: (id) => noted.get(id) ?? null,
  };
}
