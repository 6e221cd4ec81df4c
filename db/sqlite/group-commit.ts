import type Database from 'better-sqlite3';
import { faultPoint } from '@/lib/fault-kit/point';
import { linkLog } from './log-link';

/** What became of one work of a group. */
export type Outcome<T> =
  | Readonly<{ is: 'committed'; value: T }>
  | Readonly<{ is: 'refused'; error: unknown }>
  /** SQLite rolled everything back because of another work: this one did nothing wrong and left nothing behind. */
  | Readonly<{ is: 'undone'; error: unknown }>;

export type GroupCommit = ReturnType<typeof groupCommit>;

/**
 * Runs works in one transaction, each in a savepoint of its own, and commits them together: one sync of the
 * disk for all of them. A work that throws is rolled back alone. Synchronous: nothing else reads or writes
 * through this connection meanwhile, so nobody sees what is not committed. A commit with which the log may begin
 * anew links it to the file; `beginsLog` is asked before the transaction.
 */
export function groupCommit(client: Database.Database, beginsLog = () => false) {
  const begin = client.prepare('BEGIN IMMEDIATE');
  const commit = client.prepare('COMMIT');
  const rollback = client.prepare('ROLLBACK');
  const savepoint = client.prepare('SAVEPOINT work');
  const release = client.prepare('RELEASE work');
  const rollbackToSavepoint = client.prepare('ROLLBACK TO work');

  /**
   * Takes works until there are no more; answers one outcome for each, in their order. Throws only when the
   * transaction cannot begin (the write lock is taken): then no work was taken.
   */
  return function run<T>(take: () => (() => T) | undefined): readonly Outcome<T>[] {
    faultPoint('before-begin');
    // Whether it does begin anew is settled when the transaction begins, and what is copied then stays so.
    const mustLink = beginsLog();
    begin.run();
    const outcomes: Outcome<T>[] = [];
    try {
      for (let work = take(); work; work = take()) {
        const outcome = attempt(work);
        outcomes.push(outcome);
        // A full disk, a failing one or a lack of memory makes SQLite roll back the whole transaction by itself.
        if (!client.inTransaction && outcome.is === 'refused') return lost(outcomes, outcome.error);
      }
      // With nothing to keep there is nothing to sync, and what was refused rests on what is committed.
      if (outcomes.every(({ is }) => is === 'refused')) rollback.run();
      else {
        faultPoint('in-transaction');
        if (mustLink) linkLog(client);
        commit.run();
        faultPoint('after-commit');
      }
      return outcomes;
    } catch (error) {
      // Nothing of it is kept, and a refusal that rested on another work's rows would not be true either.
      if (client.inTransaction) rollback.run();
      return outcomes.map(() => ({ is: 'refused', error }));
    }
  };

  function attempt<T>(work: () => T): Outcome<T> {
    try {
      savepoint.run();
      const value = work();
      release.run();
      return { is: 'committed', value };
    } catch (error) {
      if (client.inTransaction) leave();
      return { is: 'refused', error };
    }
  }

  /** A savepoint that cannot be left alone takes everything with it: half a work is never committed. */
  function leave(): void {
    try {
      rollbackToSavepoint.run();
      release.run();
    } catch {
      if (client.inTransaction) rollback.run();
    }
  }
}

/** The last one met the error. The others' refusals too may rest on rows that are gone, so all of them start anew. */
function lost<T>(outcomes: readonly Outcome<T>[], error: unknown): readonly Outcome<T>[] {
  const culprit = outcomes.length - 1;
  return outcomes.map((outcome, place) => (place === culprit ? outcome : { is: 'undone', error }));
}
