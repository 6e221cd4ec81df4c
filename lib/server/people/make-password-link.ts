import 'server-only';
import type { Once } from '@/db/once';
import { INVITATION_LASTS_MS } from '@/lib/inbox/invitation';
import { actorOf } from '../actor';
import { requireRole } from '../caller';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';
import type { MadeLink } from './invite-person';
import { linkOf, makeLinkSecret } from './one-time-link';
import { refuseRepeated } from './refuse-repeated';

/**
 * A one-time link by which this person sets a new password within a day, which ends their sessions. It takes the place
 * of an open one, and is shown once, like an invitation. Administrators only; `conflict` for somebody who is disabled.
 */
export async function makePasswordLink(
  viewer: Viewer,
  userId: string,
  { origin, once = null }: { origin: string; once?: Once | null },
): Promise<MadeLink> {
  requireRole(viewer, 'admin');
  const { store, now } = context();
  const { id, token, hash } = makeLinkSecret();
  const at = now();
  const made = await store.makePasswordLink({
    id,
    hash,
    userId,
    createdBy: viewer.id,
    expiresAt: at + INVITATION_LASTS_MS.password,
    by: actorOf(viewer),
    once,
    now: at,
  });
  refuseRepeated(once, made.id);
  return { id: made.id, link: linkOf(origin, token), expiresAt: made.expiresAt };
}
