import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Connection } from './connection';
import { meta } from './schema';

/** The name of this database's history, made when the database is. Lower-case letters and digits, 80 bits. */
export function readOrMakeEpoch({ database, immediateNow }: Connection): string {
  return immediateNow(() => {
    const made = randomBytes(10).toString('hex');
    database.insert(meta).values({ key: 'epoch', value: made }).onConflictDoNothing().run();
    return database.select().from(meta).where(eq(meta.key, 'epoch')).get()?.value ?? made;
  });
}
