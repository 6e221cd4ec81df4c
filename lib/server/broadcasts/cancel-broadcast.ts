import 'server-only';
import type { Broadcast } from '@/lib/inbox/broadcast';
import { actorOf } from '../actor';
import { requireRole } from '../caller';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';

/**
 * Stops a held or scheduled broadcast before it reaches anybody; `conflict` when it has gone out, or is a
 * draft again. Senders and administrators.
 */
export async function cancelBroadcast(viewer: Viewer, id: string): Promise<Broadcast> {
  requireRole(viewer, 'sender');
  const { store, now, figuresMoved, scheduleMoved } = context();
  const broadcast = await store.cancelBroadcast(id, { by: actorOf(viewer), now: now() });
  scheduleMoved();
  figuresMoved([id]);
  return broadcast;
}
