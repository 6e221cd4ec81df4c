import 'server-only';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { AppError } from '@/lib/errors';
import { type Audience, belongs } from '@/lib/inbox/audience';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';
import { makeConfirmation } from './confirmation-token';
import { getBroadcast } from './get-broadcast';

/** Look-ups between two yields: well under a millisecond of a blocked loop each time. */
const CHUNK = 100;

/**
 * The exact number of people a draft would reach now, how many of them are online here (null when this
 * process cannot know), and the token without which it cannot be sent. Senders and administrators.
 */
export async function checkAudience(
  viewer: Viewer,
  id: string,
): Promise<{ count: number; online: number | null; token: string }> {
  const broadcast = await getBroadcast(viewer, id);
  if (broadcast.state !== 'draft') throw new AppError('conflict', 'This broadcast is no draft any more.');
  const count = await context().store.countAudience(broadcast.audience);
  return {
    count,
    online: await countOnline(broadcast.audience),
    token: makeConfirmation(viewer, { broadcast, count }),
  };
}

async function countOnline(audience: Audience): Promise<number | null> {
  const { publisher, store } = context();
  const online = publisher.onlineUsers();
  if (online === null) return null;
  let count = 0;
  for (const [index, userId] of online.entries()) {
    const user = await store.findUser(userId);
    if (user && belongs({ role: user.role, disabled: user.disabledAt !== null }, audience)) count += 1;
    if (index % CHUNK === CHUNK - 1) await nextTurn();
  }
  return count;
}
