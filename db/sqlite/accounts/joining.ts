import { eq, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import type { Streams } from '@/db/sqlite/inboxes/streams';
import { streams as streamsTable, users as table } from '@/db/sqlite/schema';
import type { NewUser, User } from '@/db/store';
import { AppError } from '@/lib/errors';
import { toUser } from './user-row';

export type Joining = ReturnType<typeof joining>;

/** A new person with an inbox of their own. Call within a write transaction. */
export function joining({ database }: Connection, { streams }: { streams: Streams }) {
  const withAddress = database
    .select({ id: table.id })
    .from(table)
    .where(eq(table.email, sql.placeholder('email')))
    .prepare();

  return {
    /** Throws `conflict` when somebody has this address already. An address is kept in lower case. */
    refuseTaken(email: string): void {
      if (!withAddress.get({ email: email.toLowerCase() })) return;
      const message = 'Somebody with this address is here already.';
      throw new AppError('conflict', message, { errors: [{ path: 'email', message }] });
    },

    add({ id, email, name, role, passwordHash, now }: NewUser): User {
      const row = { id, email: email.toLowerCase(), name, role, passwordHash, createdAt: now };
      database.insert(table).values(row).run();
      // At the log's head: nobody gets what was sent before they joined.
      database.insert(streamsTable).values({ userId: id, broadcastCursor: streams.logHead() }).run();
      return toUser({ ...row, authVersion: 1, disabledAt: null });
    },
  };
}
