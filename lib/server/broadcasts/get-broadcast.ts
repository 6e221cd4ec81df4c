import 'server-only';
import { AppError } from '@/lib/errors';
import { requireRole } from '../caller';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';
import { type ShownBroadcast, shownBroadcast } from './follow/few-hidden';

/** One broadcast with its figures of this instant; `not_found` when there is none. Senders and administrators. */
export async function getBroadcast(viewer: Viewer, id: string): Promise<ShownBroadcast> {
  requireRole(viewer, 'sender');
  const broadcast = await context().store.findBroadcast(id);
  if (!broadcast) throw new AppError('not_found', 'There is no such broadcast.');
  return shownBroadcast(broadcast);
}
