import 'server-only';
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { AppError } from '@/lib/errors';
import type { Audience } from '@/lib/inbox/audience';
import type { Broadcast } from '@/lib/inbox/broadcast';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';

/** What was shown may be believed for so long; then it must be looked at again. */
export const CONFIRMATION_MS = 5 * 60 * 1000;

const claimsSchema = z.strictObject({
  broadcast: z.string(),
  version: z.int(),
  /** The hash of it: a thousand people by name would not fit into a request. */
  audience: z.string(),
  count: z.int(),
  /** As of when that is the number. */
  memberships: z.int(),
  /** Whether it goes to those who were counted. */
  frozen: z.boolean(),
  viewer: z.string(),
  session: z.string(),
  expiresAt: z.int(),
});
export type Confirmation = z.infer<typeof claimsSchema>;

type Shown = { broadcast: Broadcast; count: number; memberships: number; frozen: boolean };

/** Proof that this viewer, in this session, was shown this number for this version of the draft, text and title with it. */
export function makeConfirmation(viewer: Viewer, shown: Shown): string {
  const claims: Confirmation = {
    broadcast: shown.broadcast.id,
    version: shown.broadcast.version,
    audience: hashOfAudience(shown.broadcast.audience),
    count: shown.count,
    memberships: shown.memberships,
    frozen: shown.frozen,
    viewer: viewer.id,
    session: viewer.sessionId,
    expiresAt: context().now() + CONFIRMATION_MS,
  };
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
  return `${payload}.${sign(payload)}`;
}

/**
 * What the token proves for this viewer and broadcast. Throws `invalid` for one that is not ours, was changed
 * or is somebody else's, and `conflict` for one that is too old.
 */
export function readConfirmation(viewer: Viewer, broadcastId: string, token: string): Confirmation {
  const claims = verify(token);
  const fits =
    claims?.broadcast === broadcastId && claims.viewer === viewer.id && claims.session === viewer.sessionId;
  if (!claims || !fits) {
    const message = 'This is not a confirmation for this broadcast.';
    throw new AppError('invalid', message, { errors: [{ path: 'token', message }] });
  }
  if (claims.expiresAt <= context().now()) {
    throw new AppError('conflict', 'The confirmation is too old. Check the number of people again.');
  }
  return claims;
}

function verify(token: string): Confirmation | null {
  const [payload, signature, ...rest] = token.split('.');
  if (payload === undefined || signature === undefined || rest.length > 0) return null;
  // As text, not as the bytes it stands for: base64url has more than one spelling for its last character.
  const [given, expected] = [Buffer.from(signature), Buffer.from(sign(payload))];
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  // A token of another version of this program is none: it is asked for again within a moment.
  return claimsSchema.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString())).data ?? null;
}

/** Equal for what is kept as the same audience. */
export function hashOfAudience(audience: Audience): string {
  return createHash('sha256').update(JSON.stringify(audience)).digest('base64url');
}

/** Under a key of its own, so that nothing else signed with the session's secret can pass as a confirmation. */
function sign(payload: string): string {
  const key = createHmac('sha256', context().config.authSecret).update('belfry confirmation v1').digest();
  return createHmac('sha256', key).update(payload).digest('base64url');
}
