import 'server-only';
import type { Broadcast } from '@/lib/inbox/broadcast';
import { actorOf } from '../actor';
import { requireRole } from '../caller';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';

/**
 * Gives a sent broadcast to nobody who does not have it yet; whoever has it keeps it. `conflict` when it is not sent; a
 * second time changes nothing. Senders and administrators.
 */
export async function stopBroadcast(viewer: Viewer, id: string): Promise<Broadcast> {
  requireRole(viewer, 'sender');
  const { store, now, figuresMoved } = context();
  const broadcast = await store.stopBroadcast(id, { by: actorOf(viewer), now: now() });
  figuresMoved([id]);
  return broadcast;
}
