import 'server-only';
import type { Broadcast } from '@/lib/inbox/broadcast';
import { actorOf } from '../actor';
import { requireRole } from '../caller';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';

/**
 * Throws a draft away: it stays in the list as cancelled, where it can be copied. `conflict` for anything but a draft,
 * also when somebody is sending it at this moment. Senders and administrators.
 */
export async function discardDraft(viewer: Viewer, id: string): Promise<Broadcast> {
  requireRole(viewer, 'sender');
  const { store, now } = context();
  return store.cancelBroadcast(id, { only: 'draft', by: actorOf(viewer), now: now() });
}
