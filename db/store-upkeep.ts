import type { StoreHealth } from './store-health';

export type Upkeep = {
  /** The name of this run: a new one with every opening. */
  readonly epoch: string;
  /** Throws when the database cannot be written. */
  checkWritable(): Promise<void>;
  /** How it stands, from memory: nothing is read or written. */
  health(): StoreHealth;
  /**
   * Removes what is kept for a time only, at most `limit` rows in one short transaction: answers after 48 hours,
   * operations, tombstones and ended sessions after 30 days, one-time links 37 days after they were made. No cursor is wrong afterwards: those below a purged
   * tombstone are answered with a reset. `more` says to call again, when others have had their turn.
   */
  purge(at: { now: number; limit: number }): Promise<{ readonly removed: number; readonly more: boolean }>;
  /**
   * Does one more part, in one short transaction, of what was begun and cut short by an end of the process or a full
   * disk: settling inboxes whose people have changed, letting people go out of groups that were deleted. `more` says to call again, when others have had their turn.
   */
  goOn(at: { now: number }): Promise<{ readonly more: boolean }>;
  /** Checkpoints and closes; releases the file. */
  close(): Promise<void>;
};
