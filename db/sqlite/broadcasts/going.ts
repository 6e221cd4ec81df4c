import type { BroadcastRow } from './broadcast-row';
import type { BroadcastLog } from './log';
import type { BroadcastRows } from './rows';

export type Going = ReturnType<typeof going>;

/** The moment a broadcast goes out: from its entry on, every inbox that replays the log is given it. Call within a transaction. */
export function going({ rows, log }: { rows: BroadcastRows; log: BroadcastLog }) {
  return (row: BroadcastRow, { targeted, now }: { targeted: number; now: number }): BroadcastRow => {
    const entry = log.write({ broadcastId: row.id, kind: 'sent', notifyAgain: false, now });
    const places = { lastEntry: entry, sentEntry: entry };
    return rows.change(row, { state: 'sent', sentAt: now, dueAt: null, targeted, ...places });
  };
}
