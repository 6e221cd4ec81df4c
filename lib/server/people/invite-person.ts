import 'server-only';
import * as z from 'zod';
import type { Once } from '@/db/once';
import { ROLES } from '@/lib/inbox/audience';
import { INVITATION_LASTS_MS, type Invitation } from '@/lib/inbox/invitation';
import { actorOf } from '../actor';
import { requireRole } from '../caller';
import { context } from '../context';
import { lineOf } from '../line-of-text';
import type { Viewer } from '../sessions/session-viewer';
import { type LinkSecret, linkOf, makeLinkSecret } from './one-time-link';
import { refuseRepeated } from './refuse-repeated';

export const invitationInput = z.strictObject({
  name: lineOf({ max: 100 }),
  email: z.string().trim().toLowerCase().max(254).pipe(z.email('This is not an e-mail address.')),
  role: z.enum(ROLES, `This must be one of ${ROLES.join(', ')}.`).default('member'),
});

export type MadeLink = Readonly<{ id: string; link: string; expiresAt: string }>;

/**
 * A one-time link by which this person joins within seven days; it takes the place of an open one to the same address.
 * The link is in this answer and nowhere else: a repetition of the request is `conflict` with the `id` of the
 * invitation. Administrators only; `conflict` when somebody with this address is here already.
 */
export async function invitePerson(
  viewer: Viewer,
  input: z.infer<typeof invitationInput>,
  {
    origin,
    once = null,
    made = makeLinkSecret(),
  }: {
    /** How this installation is reached, `https://…`. */
    origin: string;
    once?: Once | null;
    made?: LinkSecret;
  },
): Promise<MadeLink> {
  requireRole(viewer, 'admin');
  const { store, now } = context();
  const at = now();
  const invitation: Invitation = await store.invite({
    ...input,
    id: made.id,
    hash: made.hash,
    createdBy: viewer.id,
    expiresAt: at + INVITATION_LASTS_MS.invitation,
    by: actorOf(viewer),
    once,
    now: at,
  });
  refuseRepeated(once, invitation.id);
  return { id: invitation.id, link: linkOf(origin, made.token), expiresAt: invitation.expiresAt };
}
