import type { AuditWriting } from '@/db/sqlite/audit/writing';
import type { Connection } from '@/db/sqlite/connection';
import type { People } from '@/db/store-people';
import { AppError } from '@/lib/errors';
import type { Ending } from './ending';
import type { People as AccountsPeople } from './people';

/** Somebody who must be out is out on a full disk too. */
const ESSENTIAL = { essential: true };

/** Signs somebody out everywhere. */
export function endSessions(
  { immediate }: Connection,
  { people, ending, audit }: { people: AccountsPeople; ending: Ending; audit: AuditWriting },
): Pick<People, 'endSessions'> {
  return {
    endSessions: async (userId, { by, now }) =>
      immediate(() => {
        const person = people.named(userId);
        if (!person) throw new AppError('not_found', 'There is no such person.');
        if (!ending.anyLive(userId, now)) return [];
        const ended = ending.all(userId, now);
        audit.write(by, {
          action: 'person.signOut',
          object: { kind: 'person', id: userId, name: person.name },
          before: { sessions: ended.length },
          after: { sessions: 0 },
          now,
        });
        return ended;
      }, ESSENTIAL),
  };
}
