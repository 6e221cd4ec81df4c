import type { AuditWriting } from '@/db/sqlite/audit/writing';
import type { Actor } from '@/lib/inbox/audit';
import { type BroadcastRow, contentOf, toBroadcast } from './broadcast-row';

export type BroadcastActs = ReturnType<typeof broadcastActs>;

/** What is done to broadcasts, in the audit log. Call within the transaction of the act. */
export function broadcastActs(audit: AuditWriting) {
  return {
    record(
      by: Actor | undefined,
      action: `broadcast.${string}`,
      { before, after, now }: { before: BroadcastRow | null; after: BroadcastRow; now: number },
    ): void {
      const object = { kind: 'broadcast', id: after.id, name: after.title } as const;
      audit.write(by, { action, object, before: before && recorded(before), after: recorded(after), now });
    },
  };
}

/** All that may be asked about later. The people of a list are in it by their ids. */
function recorded(row: BroadcastRow) {
  const { state, audience, frozen, version, expiresAt, dueAt, timeZone } = toBroadcast(row);
  const facts = { state, audience, frozen, version, expiresAt, dueAt, timeZone, targeted: row.targeted };
  return { ...contentOf(row), ...facts };
}
