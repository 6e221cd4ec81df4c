import 'server-only';
import { actorOf } from '../actor';
import { requireRole } from '../caller';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';

/** Takes a one-time link back; a second time changes nothing. Administrators only; `not_found`, or `conflict` when it was used. */
export async function revokeInvitation(viewer: Viewer, id: string): Promise<void> {
  requireRole(viewer, 'admin');
  const { store, now } = context();
  await store.revokeInvitation(id, { by: actorOf(viewer), now: now() });
}
