import 'server-only';
import type { Broadcast } from '@/lib/inbox/broadcast';
import { actorOf } from '../actor';
import { requireRole } from '../caller';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';

/** Takes a sent broadcast back from every inbox, open ones at once; a second time changes nothing. Senders and administrators. */
export async function recallBroadcast(viewer: Viewer, id: string): Promise<Broadcast> {
  requireRole(viewer, 'sender');
  const { store, now, figuresMoved } = context();
  const broadcast = await store.recallBroadcast(id, { by: actorOf(viewer), now: now() });
  figuresMoved([id]);
  return broadcast;
}
