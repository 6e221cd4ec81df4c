import type { Connection } from '@/db/sqlite/connection';
import type { Redrafting } from '@/db/store-broadcasts';
import type { BroadcastActs } from './acts';
import { toBroadcast } from './broadcast-row';
import type { FrozenPeople } from './frozen-people';
import type { BroadcastRows } from './rows';

/** Back to the desk: what has been confirmed and has not gone out is a draft as if nobody had confirmed it. */
export function redrafting(
  { immediate }: Connection,
  { rows, frozen, acts }: { rows: BroadcastRows; frozen: FrozenPeople; acts: BroadcastActs },
): Redrafting {
  return {
    redraftBroadcast: async (id, { by, now }) =>
      immediate(() => {
        const row = rows.getIn(['draft', 'held', 'scheduled', 'paused'], id);
        if (row.state === 'draft') return toBroadcast(row);
        if (row.frozen) frozen.forget(id);
        const draft = rows.change(row, {
          state: 'draft',
          // Another version: no confirmation of before may send it.
          version: row.version + 1,
          dueAt: null,
          scheduledFor: null,
          timeZone: null,
          pausedFrom: null,
          sentBy: null,
          confirmedAt: null,
          frozen: false,
        });
        acts.record(by, 'broadcast.redraft', { before: row, after: draft, now });
        return toBroadcast(draft);
      }),
  };
}
