import { setImmediate } from 'node:timers/promises';
import type { Connection } from '@/db/sqlite/connection';
import type { Change } from '@/db/sqlite/owed';
import { cannotWriteNow } from '@/db/sqlite/refusal';
import type { Replay } from '@/db/sqlite/replay';
import { faultPoint } from '@/lib/fault-kit/point';
import type { EarlierStandings } from './earlier-standings';
import { people as accountsPeople } from './people';

/** Entries replayed into inboxes in the transaction of the change itself; who is owed more is noted there, and settled after it. */
const SETTLED_AT_ONCE = 20;
/** Entries in one transaction of what is settled after it. */
const SETTLED_AFTERWARDS = 20;
const OLDEST_AT_ONCE = 50;

export type Settling = ReturnType<typeof settling>;

/**
 * Settles what inboxes are owed when their people change, so that whoever reads the log later finds only entries of
 * the new membership and the figures of each broadcast stay exact. Only inboxes behind the log cost anything.
 */
export function settling(
  connection: Connection,
  { replay, earlier }: { replay: Replay; earlier: EarlierStandings },
) {
  const people = accountsPeople(connection);

  return {
    /**
     * Call within the transaction of the change, before it, and change nobody else in it. Whoever is far behind is
     * only noted, with what they were, and whoever replays their inbox goes by it: so the change is one short
     * transaction, and nothing of it is there without the rest.
     */
    begin(userIds: readonly string[], becoming: Change, now: number): void {
      const near: string[] = [];
      let left = SETTLED_AT_ONCE;
      for (const { userId, broadcastCursor, logHead } of replay.behind(userIds)) {
        const owed = logHead - broadcastCursor;
        if (owed <= left) near.push(userId);
        else note(userId, logHead);
        left -= Math.min(left, owed);
      }
      if (near.length > 0) replay.finish({ userIds: near, now, becoming });
    },

    /**
     * Settles what `begin` has noted of these people, in short transactions; call after the commit. The change is made
     * by then: when nothing can be written now, whoever reads the inbox goes on with it, or the hourly upkeep.
     */
    async rest(userIds: readonly string[], now: number): Promise<void> {
      try {
        for (;;) {
          const noted = connection.snapshot(() => earlier.among(userIds));
          if (noted.length === 0) return;
          faultPoint('settling-noted');
          await connection.immediate(() => replay.part({ userIds: noted, now }, SETTLED_AFTERWARDS));
          await setImmediate();
        }
      } catch (error) {
        if (!cannotWriteNow(error)) throw error;
      }
    },

    /** A part of what was noted of anybody, for an end that was cut short; call within a write transaction. False when there is nothing. */
    goOn(now: number): boolean {
      const noted = earlier.oldest(OLDEST_AT_ONCE);
      if (noted.length > 0) replay.part({ userIds: noted, now }, SETTLED_AFTERWARDS);
      return noted.length > 0;
    },
  };

  function note(userId: string, through: number): void {
    const person = people.find(userId);
    if (person) earlier.keep(person, through);
  }
}
