import 'server-only';
import { AppError } from '@/lib/errors';
import type { Broadcast } from '@/lib/inbox/broadcast';
import { actorOf } from '../actor';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';
import { getBroadcast } from './get-broadcast';

/**
 * Lets a paused broadcast go at its time; when that is past or nearly so, after the usual hold, so that nothing goes
 * out in the moment somebody presses a button. `conflict` when it is not paused, or over by then. Senders and administrators.
 */
export async function resumeBroadcast(viewer: Viewer, id: string): Promise<Broadcast> {
  const broadcast = await getBroadcast(viewer, id);
  if (broadcast.state !== 'paused') throw new AppError('conflict', 'This broadcast is not paused.');
  const { store, now, config, figuresMoved, scheduleMoved } = context();
  const at = now();
  const held = at + config.sending.holdSeconds * 1000;
  const planned = broadcast.scheduledFor === null ? held : Date.parse(broadcast.scheduledFor);
  const dueAt = Math.max(planned, held);
  if (broadcast.expiresAt !== null && Date.parse(broadcast.expiresAt) <= dueAt) {
    throw new AppError('conflict', 'It would expire before it goes out. Change when it expires first.');
  }
  const as = dueAt > held ? 'scheduled' : 'held';
  const resumed = await store.resumeBroadcast(id, { dueAt, as, by: actorOf(viewer), now: at });
  scheduleMoved();
  figuresMoved([id]);
  return resumed;
}
