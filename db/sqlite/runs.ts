import { randomBytes } from 'node:crypto';
import { eq, lte } from 'drizzle-orm';
import type { Connection } from './connection';
import { meta, runs } from './schema';

/** One opening of this database: its place among all of them, and its name. */
export type Run = Readonly<{ position: number; epoch: string }>;

/** A cursor of an older run begins anew, which costs a page of the inbox. */
export const RUNS_KEPT = 1_000;

/**
 * Begins a run under a new random name (lower-case letters and digits, 80 bits), on disk before anybody is told it.
 * Every opening needs one of its own: from inside, a copy that was put back cannot be told from the file it replaced.
 */
export function beginRun({ database, immediateNow }: Connection, startedAt: number): Run {
  return immediateNow(() => {
    const old = database.delete(meta).where(eq(meta.key, 'epoch')).returning().get();
    if (old) {
      // Written by a version that knew no runs. Of what that did, and when, the runs before it say nothing.
      database.delete(runs).run();
      database.insert(runs).values({ epoch: old.value, startedAt }).run();
    }
    const epoch = randomBytes(10).toString('hex');
    const { position } = database.insert(runs).values({ epoch, startedAt }).returning().get();
    database
      .delete(runs)
      .where(lte(runs.position, position - RUNS_KEPT))
      .run();
    return { position, epoch };
  });
}
