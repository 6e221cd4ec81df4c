import { eq, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import { roleSizes } from '@/db/sqlite/schema';
import type { Audience } from '@/lib/inbox/audience';

export type AudienceSize = (audience: Audience) => number;

/** The exact number of people who belong now, in a few microseconds for any number of users (see `roleSizes`). */
export function audienceSize({ database }: Connection): AudienceSize {
  const everyone = database
    .select({ people: sql<number>`coalesce(sum(${roleSizes.people}), 0)` })
    .from(roleSizes)
    .prepare();
  const ofRole = database
    .select({ people: roleSizes.people })
    .from(roleSizes)
    .where(eq(roleSizes.role, sql.placeholder('role')))
    .prepare();

  return (audience) => {
    const found = audience.kind === 'everyone' ? everyone.get() : ofRole.get({ role: audience.role });
    return found?.people ?? 0;
  };
}
