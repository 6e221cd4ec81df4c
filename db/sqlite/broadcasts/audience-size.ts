import { count, eq, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import { roleSizes, users } from '@/db/sqlite/schema';
import type { Audience } from '@/lib/inbox/audience';
import { audienceCondition } from './audience-condition';

export type AudienceSize = (audience: Audience) => number;

/** The exact number of people who belong now; in a few microseconds for everyone and for a role (see `roleSizes`). */
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
    const isPlain = audience.except === undefined;
    if (audience.kind === 'everyone' && isPlain) return everyone.get()?.people ?? 0;
    if (audience.kind === 'role' && isPlain) return ofRole.get({ role: audience.role })?.people ?? 0;
    return (
      database.select({ people: count() }).from(users).where(audienceCondition(audience)).get()?.people ?? 0
    );
  };
}
