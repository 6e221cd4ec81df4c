import 'server-only';
import type { Found } from '@/db/store-clicks';
import { AppError } from '@/lib/errors';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';

/** One of the viewer's notifications, or why it is gone; somebody else's is `not_found`. */
export async function getNotification(viewer: Viewer, id: string): Promise<Found> {
  const { store, now } = context();
  const found = await store.findNotification(viewer.id, { id, now: now() });
  if (found === null) throw new AppError('not_found', 'There is no such notification.');
  return found;
}
