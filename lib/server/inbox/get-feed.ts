import 'server-only';
import * as z from 'zod';
import { FILTERS, type Filter } from '@/lib/inbox/notification';
import { FEED_PAGE, FEED_PAGE_MAX, type FeedPage } from '@/lib/inbox/stream';
import { context } from '../context';
import { limitField, placeField } from '../input-fields';
import type { Viewer } from '../sessions/session-viewer';

export const feedQuery = z.strictObject({
  filter: z.enum(FILTERS, `The filter is one of ${FILTERS.join(', ')}.`).default('inbox'),
  before: placeField.transform(Number).nullable().default(null),
  limit: limitField({ max: FEED_PAGE_MAX, usual: FEED_PAGE }),
});

/** One page of a view of the viewer's own inbox, newest first, with the counts and the cursor it is true for. */
export async function getFeed(
  viewer: Viewer,
  page: { filter?: Filter; before?: number | null; limit?: number } = {},
): Promise<FeedPage> {
  const { store, now } = context();
  const { filter = 'inbox', before = null, limit = FEED_PAGE } = page;
  return store.feed(viewer.id, { filter, before, limit, now: now() });
}
