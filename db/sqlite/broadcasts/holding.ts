import type { Connection } from '@/db/sqlite/connection';
import type { Broadcasts } from '@/db/store-broadcasts';
import type { BroadcastActs } from './acts';
import { type BroadcastRow, toBroadcast } from './broadcast-row';
import type { FrozenPeople } from './frozen-people';
import type { BroadcastRows } from './rows';

/** What can be done to a broadcast while it waits. */
export function holding(
  { immediate }: Connection,
  { rows, frozen, acts }: { rows: BroadcastRows; frozen: FrozenPeople; acts: BroadcastActs },
): Pick<Broadcasts, 'pauseBroadcast' | 'resumeBroadcast' | 'cancelBroadcast'> {
  return {
    pauseBroadcast: async (id, { by, now }) =>
      immediate(() => {
        const row = rows.getIn(['held', 'scheduled', 'paused'], id);
        if (row.state === 'paused') return toBroadcast(row);
        // What was scheduled before that was written down apart has its time in `dueAt` alone.
        const scheduledFor = row.scheduledFor ?? row.dueAt;
        const kept = { pausedFrom: waitingAs(row), scheduledFor };
        const paused = rows.change(row, { state: 'paused', dueAt: null, ...kept });
        acts.record(by, 'broadcast.pause', { before: row, after: paused, now });
        return toBroadcast(paused);
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

function waitingAs({ state }: BroadcastRow): 'held' | 'scheduled' {
  return state === 'held' ? 'held' : 'scheduled';
}
