import { eq, sql } from 'drizzle-orm';
import type { Once } from '@/db/once';
import type { Connection } from '@/db/sqlite/connection';
import { type KeptAnswers, usedForAnother } from '@/db/sqlite/kept-answers';
import { operationChanges, operations as table } from '@/db/sqlite/schema';
import type { Marks } from '@/lib/inbox/notification';
import type { Did } from '@/lib/inbox/operation';
import { type Done, NOTHING_DONE } from './door';

/** One act under its name. With a key the name is the key, and the act is known from then on, also when it changed nothing. */
export type Act = Readonly<{
  id: string;
  userId: string;
  did: Did | 'undo';
  now: number;
  once?: Once | null;
}>;

export type Operations = ReturnType<typeof operations>;

/** The record of what was done: undoing puts back exactly that, and what came with a key is not done again. */
export function operations({ database }: Connection, { answers }: { answers: KeptAnswers }) {
  const find = database
    .select({
      userId: table.userId,
      did: table.did,
      changes: table.changes,
      fingerprint: table.fingerprint,
    })
    .from(table)
    .where(eq(table.id, sql.placeholder('id')))
    .prepare();
  const record = database
    .insert(table)
    .values({
      id: sql.placeholder('id'),
      userId: sql.placeholder('userId'),
      at: sql.placeholder('now'),
      did: sql.placeholder('did'),
      changes: sql.placeholder('changes'),
      fingerprint: sql.placeholder('fingerprint'),
    })
    .prepare();
  const resize = database
    .update(table)
    .set({ changes: sql`${sql.placeholder('changes')}` })
    .where(eq(table.id, sql.placeholder('id')))
    .prepare();
  const recordChange = database
    .insert(operationChanges)
    .values({
      operationId: sql.placeholder('operationId'),
      position: 1,
      notificationId: sql.placeholder('notificationId'),
      seenBefore: sql.placeholder('seenBefore'),
      readBefore: sql.placeholder('readBefore'),
      archivedBefore: sql.placeholder('archivedBefore'),
      seenAfter: sql.placeholder('seenAfter'),
      readAfter: sql.placeholder('readAfter'),
      archivedAfter: sql.placeholder('archivedAfter'),
    })
    .prepare();

  const recording = {
    /**
     * What the act did when it came before; null when it is new, which one without a key always is. An operation
     * outlives its key: it is known by its id, and by what was asked, for as long as it is kept. Throws
     * `unprocessable` for a key that is somebody else's, another act's or of the same act on something else.
     */
    doneBefore({ id, userId, did, once }: Act): Done | null {
      if (!once) return null;
      const kept = answers.find(once);
      const known = find.get({ id });
      if (!known) return null;
      // What an earlier version recorded does not say what was asked.
      const wasAsked = known.fingerprint === null || known.fingerprint === once.fingerprint;
      if (!kept && (known.userId !== userId || known.did !== did || !wasAsked)) throw usedForAnother();
      once.replayed = true;
      return { operation: undoable(id, did, known.changes), broadcasts: [] };
    },
    record({ id, userId, did, now, once }: Act, changes: number): void {
      record.run({ id, userId, did, now, changes, fingerprint: once?.fingerprint ?? null });
      if (once) answers.keep(once, { operation: undoable(id, did, changes) }, now);
    },
    /** The act changed nothing: under a key that is remembered, so that it does nothing later either. */
    recordNothing(act: Act): Done {
      if (act.once) recording.record(act, 0);
      return NOTHING_DONE;
    },
    /** A bulk act knows how much it changed only when it is done. */
    resize(id: string, changes: number): void {
      resize.run({ id, changes });
    },
    recordChange(change: {
      operationId: string;
      notificationId: string;
      before: Marks<number>;
      after: Marks<number>;
    }): void {
      const { operationId, notificationId, before, after } = change;
      recordChange.run({
        operationId,
        notificationId,
        seenBefore: before.seenAt,
        readBefore: before.readAt,
        archivedBefore: before.archivedAt,
        seenAfter: after.seenAt,
        readAfter: after.readAt,
        archivedAfter: after.archivedAt,
      });
    },
  };
  return recording;
}

/** The name to undo it by, or null when there is nothing to undo. */
function undoable(id: string, did: Act['did'], changes: number): string | null {
  return changes > 0 && did !== 'undo' ? id : null;
}
