import 'server-only';
import { actorOf } from '../actor';
import { requireRole } from '../caller';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';
import { findGroup } from './get-group';

/** Ends a group; its people keep what they were given. `conflict` while a broadcast that has not gone out names it. Administrators only. */
export async function deleteGroup(viewer: Viewer, reference: string): Promise<void> {
  requireRole(viewer, 'admin');
  const { id } = await findGroup(reference);
  const { store, now } = context();
  await store.deleteGroup(id, { by: actorOf(viewer), now: now() });
}
