import type { Connection } from '@/db/sqlite/connection';
import type { Upkeep } from '@/db/store-upkeep';

/** Removes what is too old, at most `limit` rows; answers how many. Called within a write transaction. */
export type Purge = (at: { now: number; limit: number }) => number;

/** One chunk of everything that is kept for a time only, in one short transaction. */
export function purging({ immediate }: Connection, purges: readonly Purge[]): Pick<Upkeep, 'purge'> {
  return {
    purge: async ({ now, limit }) =>
      immediate(() => {
        let left = limit;
        for (const purge of purges) if (left > 0) left -= purge({ now, limit: left });
        return { removed: limit - left, more: left <= 0 };
      }),
  };
}
