import 'server-only';
import { setImmediate as nextTurn } from 'node:timers/promises';
import * as z from 'zod';
import { AppError } from '@/lib/errors';
import type { Audience } from '@/lib/inbox/audience';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';
import { refuseUnnamed } from './audience-schema';
import { makeConfirmation } from './confirmation-token';
import { getBroadcast } from './get-broadcast';
import { refuseGone } from './gone-groups';

/** People looked at between two yields: about a millisecond of a blocked loop each time. */
const CHUNK = 500;

export const checkQuery = z.strictObject({
  /** For going to those who belong now: the token is good for that, and for nothing else. */
  freeze: z
    .enum(['true', 'false'], 'This must be true or false.')
    .transform((text) => text === 'true')
    .default(false),
});

/**
 * The exact number of people a draft would reach now, how many of them are online here (null when this
 * process cannot know), how long it would wait, and the token without which it cannot be sent. `invalid` when its audience
 * names nobody, or a group that was deleted. Senders and administrators.
 */
export async function checkAudience(
  viewer: Viewer,
  id: string,
  { freeze = false }: { freeze?: boolean } = {},
): Promise<{ count: number; online: number | null; holdSeconds: number; token: string }> {
  const broadcast = await getBroadcast(viewer, id);
  if (broadcast.state !== 'draft') throw new AppError('conflict', 'This broadcast is no draft any more.');
  refuseUnnamed(broadcast.audience);
  await refuseGone(broadcast.audience);
  const { count, memberships } = await context().store.countAudience(broadcast.audience);
  return {
    count,
    online: await countOnline(broadcast.audience),
    holdSeconds: context().config.sending.holdSeconds,
    token: makeConfirmation(viewer, { broadcast, count, memberships, frozen: freeze }),
  };
}

async function countOnline(audience: Audience): Promise<number | null> {
  const { publisher, store } = context();
  const online = publisher.onlineUsers();
  if (online === null) return null;
  let count = 0;
  for (let start = 0; start < online.length; start += CHUNK) {
    if (start > 0) await nextTurn();
    count += await store.countAmong(online.slice(start, start + CHUNK), audience);
  }
  return count;
}
