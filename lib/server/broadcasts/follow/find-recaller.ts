import 'server-only';
import type { Broadcast } from '@/lib/inbox/broadcast';
import { requireRole } from '../../caller';
import { context } from '../../context';
import type { Viewer } from '../../sessions/session-viewer';

/** Who recalled a broadcast, by the name they had then, as the audit log has it; null while nobody did. Senders and administrators. */
export async function findRecaller(
  viewer: Viewer,
  { id, recalledAt }: Pick<Broadcast, 'id' | 'recalledAt'>,
): Promise<string | null> {
  requireRole(viewer, 'sender');
  if (recalledAt === null) return null;
  const asked = { object: { kind: 'broadcast', id }, action: 'broadcast.recall' };
  const { entries } = await context().store.auditLog({ ...asked, before: null, limit: 1 });
  return entries[0]?.actor.name ?? null;
}
