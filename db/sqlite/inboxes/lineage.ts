import { and, asc, count, desc, eq, gt, lte, min, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import type { Run } from '@/db/sqlite/runs';
import { runs, streamRuns, streams } from '@/db/sqlite/schema';
import type { Cursor } from '@/lib/inbox/stream';

/**
 * Runs in which one stream moved, of which it is kept how far it had come: some 2 kB for a person. Whoever was away
 * for more of them begins anew, which costs a page.
 */
export const STREAM_RUNS_KEPT = 16;

export type Lineage = ReturnType<typeof lineage>;

/** Which runs this history is made of, and how far each stream came in them. Call within a transaction. */
export function lineage({ database }: Connection, run: Run) {
  const mine = eq(streamRuns.userId, sql.placeholder('userId'));
  const insert = database
    .insert(streamRuns)
    .values({
      userId: sql.placeholder('userId'),
      run: sql.placeholder('run'),
      base: sql.placeholder('base'),
    })
    .prepare();
  const enter = database
    .update(streams)
    .set({ run: sql`${sql.placeholder('run')}` })
    .where(eq(streams.userId, sql.placeholder('userId')))
    .prepare();
  const oldestTooMany = database
    .select({ run: streamRuns.run })
    .from(streamRuns)
    .where(mine)
    .orderBy(desc(streamRuns.run))
    .limit(1)
    .offset(STREAM_RUNS_KEPT)
    .prepare();
  const trim = database
    .delete(streamRuns)
    .where(and(mine, lte(streamRuns.run, sql.placeholder('run'))))
    .prepare();
  const findRun = database
    .select({ position: runs.position })
    .from(runs)
    .where(eq(runs.epoch, sql.placeholder('epoch')))
    .prepare();
  const known = database
    .select({ oldest: min(streamRuns.run), total: count() })
    .from(streamRuns)
    .where(mine)
    .prepare();
  const next = database
    .select({ base: streamRuns.base })
    .from(streamRuns)
    .where(and(mine, gt(streamRuns.run, sql.placeholder('run'))))
    .orderBy(asc(streamRuns.run))
    .limit(1)
    .prepare();

  return {
    isThisRun: (position: number): boolean => position === run.position,

    /** Remembers where the stream's head stood before it first moved in this run. */
    enter(userId: string, base: number): void {
      insert.run({ userId, run: run.position, base });
      enter.run({ userId, run: run.position });
      const old = oldestTooMany.get({ userId });
      if (old) trim.run({ userId, run: old.run });
    },

    /**
     * Whether this history has what the cursor names: it is of a run that belongs to it, and not ahead of where the
     * stream stood when that run ended. What a copy that was put back does not have anymore is not.
     */
    has(userId: string, cursor: Cursor, head: number): boolean {
      const reached = cursor.epoch === run.epoch ? head : endOf(cursor.epoch, userId, head);
      return reached !== null && cursor.seq <= reached;
    },
  };

  /** Where the stream stood when that run ended; null when that cannot be said. */
  function endOf(epoch: string, userId: string, head: number): number | null {
    const position = findRun.get({ epoch })?.position;
    if (position === undefined) return null;
    const { oldest, total } = known.get({ userId }) ?? { oldest: null, total: 0 };
    // Then the run after it may be among those that were let go of.
    if (oldest !== null && total >= STREAM_RUNS_KEPT && position < oldest) return null;
    return next.get({ userId, run: position })?.base ?? head;
  }
}
