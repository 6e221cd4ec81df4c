import { inArray, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import { users } from '@/db/sqlite/schema';
import type { Aiming, NamedPerson } from '@/db/store-aiming';
import { AppError } from '@/lib/errors';

const REFERENCES_MAX = 1_000;

/** Who people are that an audience names, in two statements over the indexes of ids and addresses. */
export function nameRecipients({ database, snapshot }: Connection): Aiming {
  const listed = sql`(select value from json_each(${sql.placeholder('references')}))`;
  const named = { id: users.id, name: users.name, email: users.email, disabledAt: users.disabledAt };
  const byId = database.select(named).from(users).where(inArray(users.id, listed)).prepare();
  const byEmail = database.select(named).from(users).where(inArray(users.email, listed)).prepare();

  return {
    async nameRecipients(references) {
      if (references.length > REFERENCES_MAX) {
        throw new AppError('invalid', `At most ${REFERENCES_MAX} people at once.`);
      }
      const addresses = JSON.stringify(references.map((reference) => reference.toLowerCase()));
      const ids = JSON.stringify(references);
      const known = new Map<string, NamedPerson>();
      snapshot(() => {
        for (const row of byEmail.all({ references: addresses })) known.set(row.email, toNamed(row));
        for (const row of byId.all({ references: ids })) known.set(row.id, toNamed(row));
      });
      const found = new Map<string, NamedPerson>();
      for (const reference of references) {
        const person = known.get(reference) ?? known.get(reference.toLowerCase());
        if (person !== undefined) found.set(reference, person);
      }
      return found;
    },
  };
}

function toNamed(row: { id: string; name: string; email: string; disabledAt: number | null }): NamedPerson {
  const { disabledAt, ...person } = row;
  return { ...person, disabled: disabledAt !== null };
}
