import 'server-only';
import { AppError } from '@/lib/errors';
import { FEW_PEOPLE } from '@/lib/inbox/few-people';
import type { Timeline } from '@/lib/inbox/timeline';
import { requireRole } from '../../caller';
import { context } from '../../context';
import type { Viewer } from '../../sessions/session-viewer';
import { hidesFew } from './few-hidden';

/**
 * How a sent broadcast came in over time; `not_found` before it was sent, `forbidden` where only totals are shown and its
 * people are too few for one. Senders and administrators.
 */
export async function getTimeline(viewer: Viewer, id: string): Promise<Timeline> {
  requireRole(viewer, 'sender');
  const { store } = context();
  const timeline = await store.timeline(id);
  const figures = await store.figures(id);
  if (figures === null) throw new AppError('not_found', 'There is no such broadcast.');
  if (hidesFew(figures.targeted)) throw new AppError('forbidden', `${FEW_PEOPLE}.`);
  return timeline;
}
