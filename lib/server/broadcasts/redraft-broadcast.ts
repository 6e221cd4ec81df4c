import 'server-only';
import type { Broadcast } from '@/lib/inbox/broadcast';
import { actorOf } from '../actor';
import { requireRole } from '../caller';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';

/**
 * Makes a draft again of what is held, scheduled or paused, with all that was written; a second time changes nothing.
 * `conflict` when it has gone out. Senders and administrators.
 */
export async function redraftBroadcast(viewer: Viewer, id: string): Promise<Broadcast> {
  requireRole(viewer, 'sender');
  const { store, now, figuresMoved, scheduleMoved } = context();
  const broadcast = await store.redraftBroadcast(id, { by: actorOf(viewer), now: now() });
  scheduleMoved();
  figuresMoved([id]);
  return broadcast;
}
