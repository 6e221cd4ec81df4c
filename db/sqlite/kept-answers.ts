import { and, eq, sql } from 'drizzle-orm';
import type { Once } from '@/db/once';
import { AppError } from '@/lib/errors';
import type { Connection } from './connection';
import { idempotencyKeys as table } from './schema';

export type KeptAnswers = ReturnType<typeof keptAnswers>;

/**
 * What requests with a key were answered. Read and written in the transaction of their work, so that there is never
 * the one without the other, whenever the process ends.
 */
export function keptAnswers({ database }: Connection) {
  const find = database
    .select({ fingerprint: table.fingerprint, answer: table.answer })
    .from(table)
    .where(and(eq(table.principal, sql.placeholder('principal')), eq(table.key, sql.placeholder('key'))))
    .prepare();
  const keep = database
    .insert(table)
    .values({
      principal: sql.placeholder('principal'),
      key: sql.placeholder('key'),
      fingerprint: sql.placeholder('fingerprint'),
      answer: sql.placeholder('answer'),
      at: sql.placeholder('now'),
    })
    .prepare();

  const answers = {
    /** What this request was answered before, and notes that on it; null when it is new. Throws `unprocessable` when the key is another request's. */
    find(once: Once): { readonly answer: unknown } | null {
      const kept = find.get({ principal: once.principal, key: once.key });
      if (kept && kept.fingerprint !== once.fingerprint) throw usedForAnother();
      once.replayed = kept !== undefined;
      return kept ? { answer: kept.answer } : null;
    },

    keep({ principal, key, fingerprint }: Once, answer: unknown, now: number): void {
      keep.run({ principal, key, fingerprint, answer, now });
    },

    /** The answer of `work`, or that of the same request before. `T` is JSON. Call within a write transaction. */
    once<T>(once: Once | null | undefined, now: number, work: () => T): T {
      if (!once) return work();
      const kept = answers.find(once);
      // The cast: the fingerprint says that this same work made it.
      if (kept) return kept.answer as T;
      const answer = work();
      answers.keep(once, answer, now);
      return answer;
    },
  };
  return answers;
}

/** The refusal of a key that has named something else already. */
export function usedForAnother(): AppError {
  const message = 'This key was used for another request. Use a new one for each.';
  return new AppError('unprocessable', message, { errors: [{ path: 'Idempotency-Key', message }] });
}
