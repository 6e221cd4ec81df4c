import type { AuditWriting } from '@/db/sqlite/audit/writing';
import type { Actor } from '@/lib/inbox/audit';
import { type BroadcastRow, contentOf, toBroadcast } from './broadcast-row';

export type BroadcastActs = ReturnType<typeof broadcastActs>;

/** What is done to broadcasts, in the audit log. Call within the transaction of the act. */
export function broadcastActs(audit: AuditWriting) {
  return {
    record(by: Actor | undefined, action: `broadcast.${string}`, { before, after, more, now }: Change): void {
      const object = { kind: 'broadcast', id: after.id, name: after.title } as const;
      const became = { ...recorded(after), ...more };
      audit.write(by, { action, object, before: before && recorded(before), after: became, now });
    },
  };
}

type Change = Readonly<{
  before: BroadcastRow | null;
  after: BroadcastRow;
  /** What the act did that its row does not show. */
  more?: Readonly<{ notifyAgain?: true }>;
  now: number;
}>;

/** All that may be asked about later. The people of a list are in it by their ids. */
function recorded(row: BroadcastRow) {
  const { state, audience, frozen, version, expiresAt, dueAt, timeZone, updatedBy, updatedAt } =
    toBroadcast(row);
  const facts = { state, audience, frozen, version, expiresAt, dueAt, timeZone, targeted: row.targeted };
  return { ...contentOf(row), ...facts, updatedBy, updatedAt };
}
