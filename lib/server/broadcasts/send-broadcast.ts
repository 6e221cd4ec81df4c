import 'server-only';
import * as z from 'zod';
import type { Once } from '@/db/once';
import { AppError } from '@/lib/errors';
import type { BroadcastWithFigures } from '@/lib/inbox/broadcast';
import { actorOf } from '../actor';
import { answeredBefore } from '../answered-before';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';
import { hashOfAudience, readConfirmation } from './confirmation-token';
import { dueFields, dueTime, isOneTime } from './due-time';
import { type ShownBroadcast, shownBroadcast } from './follow/few-hidden';
import { getBroadcast } from './get-broadcast';

export const sendingInput = z
  .strictObject({
    token: z.string().min(1, 'This must not be empty.').max(2_000),
    ...dueFields,
    /** To those who belong now, and not to those who belong when it goes out. */
    freeze: z.boolean().optional(),
  })
  .refine(isOneTime, { path: ['at'], message: 'Give a hold or a time, not both.' });

/**
 * Sends a draft to exactly what its confirmation showed: after the hold, which is that of the settings unless given, or
 * at a time. Throws `conflict` with the new count when the draft, its audience or the number has changed since,
 * `invalid` for a time that is none, and `too_many` with `retryAfterSeconds` beyond the limits. Senders and administrators.
 */
export async function sendBroadcast(
  viewer: Viewer,
  id: string,
  sending: z.infer<typeof sendingInput>,
  once: Once | null = null,
): Promise<ShownBroadcast> {
  const broadcast = await getBroadcast(viewer, id);
  // After the look at the broadcast: what is no draft any more may have been sent by the first of these requests.
  const answered = await answeredBefore<BroadcastWithFigures>(once);
  if (answered) return shownBroadcast(answered);
  const confirmed = readConfirmation(viewer, id, sending.token);
  const { store, now, config, figuresMoved, scheduleMoved } = context();
  const at = now();
  const { holdSeconds: usualHoldSeconds, limits } = config.sending;
  if (broadcast.state !== 'draft') throw new AppError('conflict', 'This broadcast is no draft any more.');
  const frozen = sending.freeze ?? false;
  // Told apart from a wrong state, so that the person is shown the new number. The store compares version
  // and count once more, inside the transaction: that is what makes it exact.
  if (
    confirmed.version !== broadcast.version ||
    confirmed.frozen !== frozen ||
    confirmed.audience !== hashOfAudience(broadcast.audience)
  ) {
    throw new AppError('conflict', 'The broadcast was changed after the number was shown.', {
      facts: { count: (await store.countAudience(broadcast.audience)).count },
    });
  }
  const due = dueTime(sending, { now: at, usualHoldSeconds, expiresAt: broadcast.expiresAt });
  const { version, count, memberships } = confirmed;
  const shown = { version, count, memberships, frozen };
  const by = { by: actorOf(viewer), sentBy: viewer.id, limits };
  const sent = await store.sendBroadcast(id, { ...shown, ...due, ...by, once, now: at });
  // Also of one that went at once: it may have a time at which it is over.
  if (due.dueAt !== null || broadcast.expiresAt !== null) scheduleMoved();
  figuresMoved([id]);
  return shownBroadcast(sent);
}
