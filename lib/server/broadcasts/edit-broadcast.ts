import 'server-only';
import type { Once } from '@/db/once';
import type { Broadcast } from '@/lib/inbox/broadcast';
import type { Content } from '@/lib/inbox/notification';
import { actorOf } from '../actor';
import { requireRole } from '../caller';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';

/**
 * Changes a sent broadcast for everybody, also in open inboxes. `conflict` when it is not sent, or is another version by
 * now; `too_many` with `retryAfterSeconds` when it is to be unread again beyond the limits of sending, which it counts
 * for. A silent edit is never limited. Senders and administrators.
 */
export async function editBroadcast(
  viewer: Viewer,
  id: string,
  edit: {
    content: Partial<Content>;
    expiresAt?: number | null;
    notifyAgain: boolean;
    version?: number;
    once?: Once | null;
  },
): Promise<Broadcast> {
  requireRole(viewer, 'sender');
  const { store, now, config, figuresMoved, scheduleMoved } = context();
  const { limits } = config.sending;
  const broadcast = await store.editBroadcast(id, { ...edit, limits, by: actorOf(viewer), now: now() });
  if (edit.expiresAt !== undefined) scheduleMoved();
  figuresMoved([id]);
  return broadcast;
}
