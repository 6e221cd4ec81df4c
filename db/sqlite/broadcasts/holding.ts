import type { Connection } from '@/db/sqlite/connection';
import type { Broadcasts } from '@/db/store-broadcasts';
import type { BroadcastActs } from './acts';
import { toBroadcast } from './broadcast-row';
import type { FrozenPeople } from './frozen-people';
import type { Pausing } from './pausing';
import type { BroadcastRows } from './rows';

type Parts = { rows: BroadcastRows; frozen: FrozenPeople; pausing: Pausing; acts: BroadcastActs };

/** What can be done to a broadcast while it waits. */
export function holding(
  { immediate }: Connection,
  { rows, frozen, pausing, acts }: Parts,
): Pick<Broadcasts, 'pauseBroadcast' | 'resumeBroadcast' | 'cancelBroadcast'> {
  return {
    pauseBroadcast: async (id, { by, now }) =>
      immediate(() => {
        const row = rows.getIn(['held', 'scheduled', 'paused'], id);
        if (row.state === 'paused') return toBroadcast(row);
        return toBroadcast(pausing.pause(row, { by, now }));
      }),

    resumeBroadcast: async (id, { dueAt, as, by, now }) =>
      immediate(() => {
        const row = rows.getIn(['paused'], id);
        const resumed = rows.change(row, { state: as, pausedFrom: null, dueAt, scheduledFor: dueAt });
        acts.record(by, 'broadcast.resume', { before: row, after: resumed, now });
        return toBroadcast(resumed);
      }),

    cancelBroadcast: async (id, { only, by, now }) =>
      immediate(() => {
        // A draft that was made of it meanwhile is somebody's work, and not what was to be kept from going out.
        const states = only === undefined ? (['held', 'scheduled', 'paused'] as const) : [only];
        const row = rows.getIn([...states, 'cancelled'], id);
        if (row.state === 'cancelled') return toBroadcast(row);
        const cancelled = rows.change(row, { state: 'cancelled', dueAt: null });
        if (row.frozen) frozen.forget(id);
        acts.record(by, 'broadcast.cancel', { before: row, after: cancelled, now });
        return toBroadcast(cancelled);
      }),
  };
}
