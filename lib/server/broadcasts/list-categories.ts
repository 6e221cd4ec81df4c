import 'server-only';
import { requireRole } from '../caller';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';

/** The categories in use, as suggestions for another broadcast. Senders and administrators. */
export async function listCategories(viewer: Viewer): Promise<readonly string[]> {
  requireRole(viewer, 'sender');
  return context().store.categories();
}
