import 'server-only';
import { v7 as uuidv7 } from 'uuid';
import * as z from 'zod';
import { AppError } from '@/lib/errors';
import { INVITATION_REFUSALS } from '@/lib/inbox/invitation';
import { context } from '../context';
import type { RequestOrigin } from '../http/request-origin';
import { lineOf } from '../line-of-text';
import {
  hashPassword,
  isAcceptableLength,
  PASSWORD_MAX_BYTES,
  PASSWORD_MIN_BYTES,
} from '../sessions/password';
import { tooManyAttempts } from '../sessions/sign-in-limits';
import { acceptanceLimits } from './acceptance-limits';
import { closeSessions } from './close-sessions';
import { findInvitation } from './find-invitation';
import { hashOfToken } from './one-time-link';

export const acceptanceInput = z.strictObject({
  token: z.string().min(1, 'This must not be empty.').max(200),
  name: lineOf({ max: 100 }).optional(),
  password: z
    .string()
    .refine(isAcceptableLength, `A password has ${PASSWORD_MIN_BYTES} to ${PASSWORD_MAX_BYTES} bytes.`),
});

/**
 * Lets somebody in by their link, once: with a password, and a name of their own if they like. A link to a new password
 * ends all sessions of its person. Throws `not_found` for a link that is none, `conflict` with `facts.state` for one
 * that was used, was taken back or has expired, `too_many` with `retryAfterSeconds`.
 */
export async function acceptInvitation(
  input: z.infer<typeof acceptanceInput>,
  from: RequestOrigin,
): Promise<{ id: string; email: string }> {
  const { store, now } = context();
  const { token, name = null, password } = input;
  const hash = hashOfToken(token);
  const account = hash ?? 'none of ours';
  const allowance = await acceptanceLimits().take({ account, address: from.address ?? 'unknown' });
  if (!allowance.allowed) throw tooManyAttempts(allowance.waitSeconds);

  // Looked at before the password is worked on: a wrong link costs next to nothing.
  const opened = await findInvitation(token);
  if (hash === null || opened.state === 'unknown')
    throw new AppError('not_found', INVITATION_REFUSALS.unknown);
  if (opened.state === 'open' && opened.kind === 'password' && name !== null) refuseName();
  if (opened.state !== 'open')
    throw new AppError('conflict', INVITATION_REFUSALS[opened.state], { facts: { state: opened.state } });

  const passwordHash = await hashPassword(password);
  const { user, ended } = await store.acceptInvitation({
    hash,
    userId: uuidv7(),
    name,
    passwordHash,
    from: { via: 'page', ...from },
    now: now(),
  });
  closeSessions(ended, user.id);
  await allowance.giveBack();
  return { id: user.id, email: user.email };
}

function refuseName(): never {
  const message = 'This link is to a new password alone.';
  throw new AppError('invalid', message, { errors: [{ path: 'name', message }] });
}
