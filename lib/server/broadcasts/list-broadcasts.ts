import 'server-only';
import * as z from 'zod';
import type { BroadcastWithFigures } from '@/lib/inbox/broadcast';
import { requireRole } from '../caller';
import { context } from '../context';
import { limitField, placeField } from '../input-fields';
import type { Viewer } from '../sessions/session-viewer';

/** Rows of a page unless asked otherwise, and the most the store answers. */
const PAGE = 50;
const PAGE_MAX = 100;

export const broadcastsQuery = z.strictObject({
  before: placeField.nullable().default(null),
  limit: limitField({ max: PAGE_MAX, usual: PAGE }),
});

/** Broadcasts with their figures, newest first; `next` is the next page's `before`. Senders and administrators. */
export async function listBroadcasts(
  viewer: Viewer,
  page: { before?: string | null; limit?: number } = {},
): Promise<{ broadcasts: readonly BroadcastWithFigures[]; next: string | null }> {
  requireRole(viewer, 'sender');
  return context().store.listBroadcasts({ before: page.before ?? null, limit: page.limit ?? PAGE });
}
