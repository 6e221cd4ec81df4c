import 'server-only';
import { AppError } from '@/lib/errors';
import { requireRole } from '../../caller';
import { context } from '../../context';
import type { Viewer } from '../../sessions/session-viewer';

/** Whether this installation shows senders who did what, and not only how many. */
export function showsNames(): boolean {
  return context().config.statsPrivacy === 'people';
}

/** Lets senders and administrators pass, where they may see who did what; throws `forbidden` otherwise. */
export function requireNames(viewer: Viewer): void {
  requireRole(viewer, 'sender');
  if (showsNames()) return;
  throw new AppError(
    'forbidden',
    'Totals only: who received and read what is not shown on this installation.',
  );
}
