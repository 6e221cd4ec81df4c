import { and, inArray, isNull, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import { users } from '@/db/sqlite/schema';
import type { Accounts } from '@/db/store';
import { AppError } from '@/lib/errors';

const REFERENCES_MAX = 1_000;

/** Finds people by id or address, each in two look-ups of an index, all in two statements. */
export function resolveRecipients({ database, snapshot }: Connection): Pick<Accounts, 'resolveRecipients'> {
  const listed = sql`(select value from json_each(${sql.placeholder('references')}))`;
  const byId = database
    .select({ id: users.id })
    .from(users)
    .where(and(inArray(users.id, listed), isNull(users.disabledAt)))
    .prepare();
  const byEmail = database
    .select({ id: users.id, email: users.email })
    .from(users)
    .where(and(inArray(users.email, listed), isNull(users.disabledAt)))
    .prepare();

  return {
    async resolveRecipients(references) {
      if (references.length > REFERENCES_MAX) {
        throw new AppError('invalid', `At most ${REFERENCES_MAX} recipients at once.`);
      }
      const known = new Map<string, string>();
      snapshot(() => {
        const addresses = references.map((reference) => reference.toLowerCase());
        for (const row of byEmail.all({ references: JSON.stringify(addresses) }))
          known.set(row.email, row.id);
        for (const row of byId.all({ references: JSON.stringify(references) })) known.set(row.id, row.id);
      });
      const resolved = new Map<string, string>();
      for (const reference of references) {
        const id = known.get(reference) ?? known.get(reference.toLowerCase());
        if (id !== undefined) resolved.set(reference, id);
      }
      return resolved;
    },
  };
}
