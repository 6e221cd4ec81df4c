import 'server-only';
import { actorOf } from '../actor';
import { requireRole } from '../caller';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';
import { closeSessions } from './close-sessions';

/**
 * Ends every session of a person and closes what they have open, at once; answers in how many places they were signed
 * in. Administrators only; `not_found` when there is nobody. A second time changes nothing.
 */
export async function signOutEverywhere(viewer: Viewer, id: string): Promise<{ sessions: number }> {
  requireRole(viewer, 'admin');
  const { store, now } = context();
  const ended = await store.endSessions(id, { by: actorOf(viewer), now: now() });
  closeSessions(ended, id);
  return { sessions: ended.length };
}
