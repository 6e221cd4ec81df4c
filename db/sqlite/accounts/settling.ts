import type { Connection } from '@/db/sqlite/connection';
import type { Membership, Replay } from '@/db/sqlite/replay';
import type { WriteOptions } from '@/db/sqlite/write-queue';
import { AppError } from '@/lib/errors';
import { belongs, type Person } from '@/lib/inbox/audience';
import { people as accountsPeople } from './people';

/** What a person will be. Without a look at anything else: it is asked more than once. */
export type Change = (person: Person) => Person;
export type Settling = ReturnType<typeof settling>;

/**
 * Settles what inboxes are owed before their people change, so that whoever reads the log later finds only entries of
 * the new membership and the figures of each broadcast stay exact. Only inboxes behind the log cost anything.
 */
export function settling(connection: Connection, { replay }: { replay: Replay }) {
  const people = accountsPeople(connection);

  return {
    /**
     * So near to the log's head that `finish` is short, for people who were away for long. What it settles is
     * committed: whoever may be refused the change is to be refused before.
     */
    async approach(
      userIds: readonly string[],
      change: Change,
      now: number,
      write?: WriteOptions,
    ): Promise<void> {
      await replay.approach({
        userIds,
        now,
        write,
        membershipOf: (userId) => owedTo(person(userId), change),
      });
    },

    /** Call within the transaction of the change, before it, and change nobody else in it. */
    finish(userIds: readonly string[], change: Change, now: number): void {
      replay.finish({ userIds, now, membershipOf: (userId) => owedTo(person(userId), change) });
    },
  };

  function person(id: string): Person {
    const found = people.find(id);
    if (!found) throw new AppError('not_found', 'There is no such person.');
    return found;
  }
}

/** What is owed to both memberships is delivered; what only the old one was owed is skipped. */
function owedTo(before: Person, change: Change): Membership {
  const after = change(before);
  return (audience) => {
    if (!belongs(before, audience)) return 'nothing';
    return belongs(after, audience) ? 'deliver' : 'skip';
  };
}
