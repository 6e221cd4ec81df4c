import type { RemovedFor } from '@/lib/inbox/notification';
import type { MutedBy } from './accounts/muted-by';
import type { FrozenPeople } from './broadcasts/frozen-people';
import type { LogEntry } from './broadcasts/log';
import type { Membership } from './owed';
import type { ReplayWrites } from './replay-writes';

type Parts = { writes: ReplayWrites; frozen: FrozenPeople; mutes: MutedBy };
type Target = Readonly<{ userId: string; now: number; membership: Membership }>;
type Group = [LogEntry, ...LogEntry[]];

/**
 * Entries are state, not steps: each broadcast among them is brought to what it is now, at the place of its
 * first entry, so one that was sent, edited and recalled meanwhile leaves no trace. Answers the broadcasts whose
 * figures moved.
 */
export function applying({ writes, frozen, mutes }: Parts) {
  return function applyTo(target: Target, entries: readonly LogEntry[]): readonly string[] {
    const figuresMoved: string[] = [];
    for (const group of byBroadcast(entries)) {
      const isNew = group[0].kind === 'sent';
      if (isNew ? give(target, group[0]) : revise(target, group)) figuresMoved.push(group[0].broadcast.id);
    }
    return figuresMoved;
  };

  function give({ userId, now, membership }: Target, { broadcast, entry }: LogEntry): boolean {
    // Nobody else is given it. Its figures count everybody whom it had not reached by then as skipped.
    if (overAt(broadcast, now) !== null || broadcast.stopped) return false;
    if (broadcast.frozen && !frozen.has(broadcast.id, userId)) return false;
    const owed = membership(broadcast.audience, entry);
    if (owed === 'nothing') return false;
    const { category, severity } = broadcast.content;
    if (owed === 'skip') writes.skip(userId, broadcast.id, 'left');
    else if (severity !== 'critical' && mutes(userId, category)) writes.skip(userId, broadcast.id, 'muted');
    else writes.insert(userId, broadcast, now);
    return true;
  }

  function revise({ userId, now }: Target, group: Group): boolean {
    const { broadcast } = group[0];
    const row = writes.find(userId, broadcast.id);
    if (!row) return false;
    const over = overAt(broadcast, now);
    if (over !== null) {
      writes.remove({ userId, id: row.id, removedFor: over, now });
      return false;
    }
    const edits = group.filter((entry) => entry.kind === 'edited' && entry.entry > row.broadcastEntry);
    const last = edits.at(-1);
    if (!last) return false;
    const again = edits.some((entry) => entry.notifyAgain);
    writes.edit({ userId, id: row.id, entry: last.entry, again, broadcast, now });
    return again;
  }
}

/** Why it is nobody's at this moment. Its end does not wait for the clock that writes it down. */
function overAt({ over, expiresAt }: LogEntry['broadcast'], now: number): RemovedFor | null {
  if (over !== null) return over;
  return expiresAt !== null && expiresAt <= now ? 'expired' : null;
}

function byBroadcast(entries: readonly LogEntry[]): Iterable<Group> {
  const groups = new Map<string, Group>();
  for (const entry of entries) {
    const group = groups.get(entry.broadcast.id);
    if (group) group.push(entry);
    else groups.set(entry.broadcast.id, [entry]);
  }
  return groups.values();
}
