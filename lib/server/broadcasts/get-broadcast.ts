import 'server-only';
import { AppError } from '@/lib/errors';
import type { BroadcastWithFigures } from '@/lib/inbox/broadcast';
import { requireRole } from '../caller';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';

/** One broadcast with its figures of this instant; `not_found` when there is none. Senders and administrators. */
export async function getBroadcast(viewer: Viewer, id: string): Promise<BroadcastWithFigures> {
  requireRole(viewer, 'sender');
  const broadcast = await context().store.findBroadcast(id);
  if (!broadcast) throw new AppError('not_found', 'There is no such broadcast.');
  return broadcast;
}
