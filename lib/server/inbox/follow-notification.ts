import 'server-only';
import { AppError, type AppErrorCode } from '@/lib/errors';
import { parseLink } from '@/lib/inbox/link';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';
import { clickNotification } from './click-notification';

/** What keeps a click from being noted, and nobody from where they were going. */
const CANNOT_WRITE: readonly AppErrorCode[] = ['unavailable', 'storage_full'];

/**
 * Where one of the viewer's notifications leads: to the address that is stored, checked once more; to the inbox
 * without one that may be followed; null when it is gone, or not theirs. The click is noted if it `counts`.
 */
export async function followNotification(
  viewer: Viewer,
  { id, counts }: { id: string; counts: boolean },
): Promise<string | null> {
  const { store, now } = context();
  const found = await store.findNotification(viewer.id, { id, now: now() });
  if (found === null || found.item === null) return null;
  if (counts && !(await noteClick(viewer, id))) return null;
  return (found.item.url === null ? null : parseLink(found.item.url)) ?? '/inbox';
}

/** False when it was taken back, or its time was over, after it was looked up: then it leads nowhere any more. */
async function noteClick(viewer: Viewer, id: string): Promise<boolean> {
  try {
    await clickNotification(viewer, { id });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'not_found') return false;
    if (!CANNOT_WRITE.includes(error.code)) throw error;
    context().logger.warn({ err: error, viewer: viewer.id }, 'a click was not noted');
  }
  return true;
}
