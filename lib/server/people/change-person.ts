import 'server-only';
import * as z from 'zod';
import type { User } from '@/db/store';
import { ROLES } from '@/lib/inbox/audience';
import { actorOf } from '../actor';
import { requireRole } from '../caller';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';
import { closeSessions } from './close-sessions';

export const personChange = z
  .strictObject({
    role: z.enum(ROLES, `This must be one of ${ROLES.join(', ')}.`).optional(),
    disabled: z.boolean('This must be true or false.').optional(),
  })
  .refine(({ role, disabled }) => role !== undefined || disabled !== undefined, 'Give a role, or disabled.');

export type PersonChanged = Pick<User, 'id' | 'name' | 'email' | 'role' | 'disabledAt' | 'createdAt'> &
  Readonly<{
    /** How many of their held and scheduled broadcasts are paused, for they may not send any more. */
    pausedBroadcasts: number;
  }>;

/**
 * Gives a person another role, or keeps them out or lets them in again; it counts with their next request, and what
 * they have open is closed at once. Administrators only. `not_found` when there is nobody, `conflict` when nobody who
 * administers would be left. What waits to go out of somebody who may send no more is paused.
 */
export async function changePerson(
  viewer: Viewer,
  id: string,
  change: z.infer<typeof personChange>,
): Promise<PersonChanged> {
  requireRole(viewer, 'admin');
  const { store, now, figuresMoved, scheduleMoved } = context();
  const by = actorOf(viewer);
  const { ended, paused, ...user } = await store.changeUser(id, { ...change, by, now: now() });
  closeSessions(ended, id);
  if (paused.length > 0) {
    scheduleMoved();
    figuresMoved(paused);
  }
  const { name, email, role, disabledAt, createdAt } = user;
  return { id, name, email, role, disabledAt, createdAt, pausedBroadcasts: paused.length };
}
