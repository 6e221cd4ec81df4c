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
  const { store, now, logger } = context();
  const found = await store.findNotification(viewer.id, { id, now: now() });
  if (found === null || found.item === null) return null;
  if (counts) {
    await clickNotification(viewer, { id }).catch((error: unknown) => {
      if (!(error instanceof AppError) || !CANNOT_WRITE.includes(error.code)) throw error;
      logger.warn({ err: error, viewer: viewer.id }, 'a click was not noted');
    });
  }
  return (found.item.url === null ? null : parseLink(found.item.url)) ?? '/inbox';
}
