import 'server-only';
import { actorOf } from '../actor';
import { requireRole } from '../caller';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';

/** Ends a key at once; a second time changes nothing. Administrators only; `not_found` when there is no such key. */
export async function revokeApiKey(viewer: Viewer, id: string): Promise<void> {
  requireRole(viewer, 'admin');
  const { store, now } = context();
  await store.revokeApiKey(id, { by: actorOf(viewer), now: now() });
}
