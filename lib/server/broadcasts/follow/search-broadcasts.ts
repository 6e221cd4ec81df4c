import 'server-only';
import * as z from 'zod';
import { BROADCAST_STATES, type Sender } from '@/lib/inbox/broadcast';
import { requireRole } from '../../caller';
import { context } from '../../context';
import { limitField, placeField } from '../../input-fields';
import { searchField } from '../../search-field';
import type { Viewer } from '../../sessions/session-viewer';
import { hidesFew, type ShownBroadcast, shownBroadcast } from './few-hidden';

/** Rows of a page unless asked otherwise, and the most the store answers. */
const PAGE = 50;
const PAGE_MAX = 100;

const time = z.iso
  .datetime({ offset: true, error: 'This must be a time such as 2030-01-31T09:00:00Z.' })
  .transform((iso) => Date.parse(iso))
  .nullable()
  .default(null);

export const broadcastsQuery = z.strictObject({
  q: searchField,
  state: z
    .enum(BROADCAST_STATES, `The state is one of ${BROADCAST_STATES.join(', ')}.`)
    .nullable()
    .default(null),
  category: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/, 'A category has 1 to 40 lower-case letters, digits and hyphens.')
    .nullable()
    .default(null),
  sender: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'This is not the id of a person.')
    .nullable()
    .default(null),
  from: time,
  to: time,
  before: placeField.nullable().default(null),
  limit: limitField({ max: PAGE_MAX, usual: PAGE }),
});

/** Broadcasts with their figures, newest first, narrowed as asked; `next` is the next page's `before`. Senders and administrators. */
export async function searchBroadcasts(
  viewer: Viewer,
  search: z.infer<typeof broadcastsQuery>,
): Promise<{ broadcasts: readonly ShownBroadcast[]; next: string | null }> {
  requireRole(viewer, 'sender');
  const { broadcasts, next } = await context().store.searchBroadcasts(search);
  return { broadcasts: broadcasts.map(shownBroadcast), next };
}

/** What the search's fields can choose from. Senders and administrators. */
export async function listBroadcastChoices(
  viewer: Viewer,
): Promise<{ categories: readonly string[]; senders: readonly Sender[] }> {
  requireRole(viewer, 'sender');
  return context().store.broadcastChoices();
}

/** How fast each of these was seen, as far as it was sent and may be shown. Senders and administrators. */
export async function getSparklines(
  viewer: Viewer,
  broadcasts: readonly Pick<ShownBroadcast, 'id' | 'figures'>[],
): Promise<ReadonlyMap<string, readonly number[]>> {
  requireRole(viewer, 'sender');
  const shown = broadcasts.filter(({ figures }) => !hidesFew(figures.targeted));
  return context().store.sparklines(shown.map(({ id }) => id));
}
