import { people as accountsPeople } from '@/db/sqlite/accounts/people';
import type { Connection } from '@/db/sqlite/connection';
import type { Membership, Replay } from '@/db/sqlite/replay';
import { AppError } from '@/lib/errors';
import { belongs, type Person } from '@/lib/inbox/audience';

export type Settling = ReturnType<typeof settling>;
export type Change = (person: Person) => Person;

/** Brings the inboxes of people who are about to change to the log's head, as `changeUser` does for one. */
export function settling(connection: Connection, { replay }: { replay: Replay }) {
  const people = accountsPeople(connection);

  return {
    /** So near to the head that `finish` is short, for people who were away for long. */
    async approach(userIds: readonly string[], change: Change, now: number): Promise<void> {
      for (const id of userIds) {
        const membership = owed(
          connection.snapshot(() => person(id)),
          change,
        );
        await replay.approach({ userIds: [id], now, membership });
      }
    },

    /** Call within the transaction of the change, before it. */
    finish(userId: string, change: Change, now: number): void {
      replay.finish({ userIds: [userId], now, membership: owed(person(userId), change) });
    },
  };

  function person(id: string): Person {
    const found = people.find(id);
    if (!found) throw new AppError('not_found', 'There is no such person.');
    return found;
  }
}

/** What is owed to both memberships is delivered; what only the old one was owed is skipped. */
function owed(before: Person, change: Change): Membership {
  const after = change(before);
  return (audience) => {
    if (!belongs(before, audience)) return 'nothing';
    return belongs(after, audience) ? 'deliver' : 'skip';
  };
}

export const joining =
  (groupId: string): Change =>
  (person) => ({ ...person, groups: new Set([...person.groups, groupId]) });

export const leaving =
  (groupId: string): Change =>
  (person) => ({ ...person, groups: new Set([...person.groups].filter((id) => id !== groupId)) });
