import 'server-only';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import type { Once } from '@/db/once';
import { AppError } from '@/lib/errors';
import type { BroadcastWithFigures } from '@/lib/inbox/broadcast';
import { actorOf } from '../actor';
import { answeredBefore } from '../answered-before';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';
import { readConfirmation } from './confirmation-token';
import { getBroadcast } from './get-broadcast';

/** A hold is for second thoughts, a schedule for a date. */
const HOLD_MAX_SECONDS = 3_600;
const SCHEDULE_MAX_MS = 366 * 24 * 60 * 60 * 1000;

export const sendingInput = z
  .strictObject({
    token: z.string().min(1, 'This must not be empty.').max(2_000),
    holdSeconds: z
      .int('This must be a whole number of seconds.')
      .min(0, 'This must not be negative.')
      .max(HOLD_MAX_SECONDS, `This may be at most ${HOLD_MAX_SECONDS}.`)
      .optional(),
    at: z.iso
      .datetime({ offset: true, error: 'This must be a time such as 2030-01-31T09:00:00Z.' })
      .optional(),
  })
  .refine((sending) => sending.holdSeconds === undefined || sending.at === undefined, {
    path: ['at'],
    message: 'Give a hold or a time, not both.',
  });

/**
 * Sends a draft to exactly what its confirmation showed: at once, after a hold, or at a time. Throws
 * `conflict` with the new count when the draft, its audience or the number has changed since. Senders and
 * administrators.
 */
export async function sendBroadcast(
  viewer: Viewer,
  id: string,
  sending: z.infer<typeof sendingInput>,
  once: Once | null = null,
): Promise<BroadcastWithFigures> {
  const broadcast = await getBroadcast(viewer, id);
  // After the look at the broadcast: what is no draft any more may have been sent by the first of these requests.
  const answered = await answeredBefore<BroadcastWithFigures>(once);
  if (answered) return answered;
  const confirmed = readConfirmation(viewer, id, sending.token);
  const { store, now, figuresMoved, scheduleMoved } = context();
  const at = now();
  const due = dueOf(sending, at);
  if (broadcast.state !== 'draft') throw new AppError('conflict', 'This broadcast is no draft any more.');
  // Told apart from a wrong state, so that the person is shown the new number. The store compares version
  // and count once more, inside the transaction: that is what makes it exact.
  if (confirmed.version !== broadcast.version || !isDeepStrictEqual(confirmed.audience, broadcast.audience)) {
    throw new AppError('conflict', 'The broadcast was changed after the number was shown.', {
      facts: { count: (await store.countAudience(broadcast.audience)).count },
    });
  }
  const { version, count } = confirmed;
  const by = { by: actorOf(viewer), sentBy: viewer.id };
  const sent = await store.sendBroadcast(id, { version, count, ...due, ...by, once, now: at });
  if (due.dueAt !== null) scheduleMoved();
  figuresMoved([id]);
  return sent;
}

function dueOf(
  sending: { holdSeconds?: number; at?: string },
  now: number,
): { dueAt: number | null; as: 'held' | 'scheduled' | null } {
  if (sending.at !== undefined) return { dueAt: scheduledTime(sending.at, now), as: 'scheduled' };
  if (sending.holdSeconds) return { dueAt: now + sending.holdSeconds * 1000, as: 'held' };
  return { dueAt: null, as: null };
}

function scheduledTime(at: string, now: number): number {
  const time = Date.parse(at);
  if (time > now && time <= now + SCHEDULE_MAX_MS) return time;
  const message = 'The time must be in the future and within a year.';
  throw new AppError('invalid', message, { errors: [{ path: 'at', message }] });
}
