import 'server-only';
import type { Timeline } from '@/lib/inbox/timeline';
import { requireRole } from '../../caller';
import { context } from '../../context';
import type { Viewer } from '../../sessions/session-viewer';

/** How a sent broadcast came in over time; `not_found` before it was sent. Senders and administrators. */
export async function getTimeline(viewer: Viewer, id: string): Promise<Timeline> {
  requireRole(viewer, 'sender');
  return context().store.timeline(id);
}
