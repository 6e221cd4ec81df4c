import 'server-only';
import type { Broadcast } from '@/lib/inbox/broadcast';
import { actorOf } from '../actor';
import { requireRole } from '../caller';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';

/** Keeps what is held or scheduled from going out until it is resumed; `conflict` when it has gone. Senders and administrators. */
export async function pauseBroadcast(viewer: Viewer, id: string): Promise<Broadcast> {
  requireRole(viewer, 'sender');
  const { store, now, figuresMoved, scheduleMoved } = context();
  const broadcast = await store.pauseBroadcast(id, { by: actorOf(viewer), now: now() });
  scheduleMoved();
  figuresMoved([id]);
  return broadcast;
}
