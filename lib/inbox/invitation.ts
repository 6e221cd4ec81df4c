import type { Role } from './audience';

/** What a one-time link is for: joining, or a new password for somebody who is here. */
export type InvitationKind = 'invitation' | 'password';

/** A one-time link as administrators see it. The link itself is shown when it is made, and kept nowhere. */
export type Invitation = Readonly<{
  id: string;
  kind: InvitationKind;
  email: string;
  name: string;
  role: Role;
  /** Whose password it is for; null for an invitation. */
  userId: string | null;
  createdBy: Readonly<{ id: string; name: string }> | null;
  createdAt: string;
  expiresAt: string;
}>;

/** `open` is the only one that lets anybody in. */
export type InvitationState = 'open' | 'used' | 'revoked' | 'expired';

const HOUR_MS = 60 * 60 * 1000;

/** How long a link is good for: time to come back from a holiday, and a day for who is waiting at the door. */
export const INVITATION_LASTS_MS: Readonly<Record<InvitationKind, number>> = {
  invitation: 7 * 24 * HOUR_MS,
  password: 24 * HOUR_MS,
};

/** What somebody is told whose link does nothing. It says nothing of whom the link was for. */
export const INVITATION_REFUSALS: Readonly<Record<Exclude<InvitationState, 'open'> | 'unknown', string>> = {
  unknown: 'This link is not valid. Open it as it was sent to you, whole.',
  used: 'This link was used before. It works once.',
  revoked: 'This link was taken back. Ask an administrator for a new one.',
  expired: 'This link has expired. Ask an administrator for a new one.',
};

/** What a link is worth at this moment. What was done with it counts before the time that has passed. */
export function invitationState(
  link: Readonly<{ usedAt: number | null; revokedAt: number | null; expiresAt: number }>,
  now: number,
): InvitationState {
  if (link.usedAt !== null) return 'used';
  if (link.revokedAt !== null) return 'revoked';
  return link.expiresAt <= now ? 'expired' : 'open';
}
