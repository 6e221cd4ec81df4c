import 'server-only';
import { randomUUID } from 'node:crypto';
import { AppError } from '@/lib/errors';
import { context } from '../context';
import { NOBODYS_HASH, PASSWORD_MAX_BYTES, verifyPassword } from './password';
import { SESSION_ABSOLUTE_MS } from './session-viewer';
import { signInLimits, tooManyAttempts } from './sign-in-limits';

/** Longer than any address that works (RFC 5321), and the bound of what the limits remember. */
const EMAIL_MAX = 320;

const WRONG_PASSWORD = 'That e-mail address and password do not match.';

/**
 * A new session for whoever knows the password. One sentence and one duration for an unknown address, a wrong
 * password and a disabled person, so that nobody learns who has an account. Throws `unauthenticated`, or
 * `too_many` with `retryAfterSeconds` after too many failures.
 */
export async function signIn(attempt: {
  email: string;
  password: string;
  /** The client's network address, as `server.ts` saw it. */
  address: string;
}): Promise<{ userId: string; sid: string; authVersion: number }> {
  const { store, now } = context();
  const account = attempt.email.trim().toLowerCase();
  if (account.length > EMAIL_MAX || Buffer.byteLength(attempt.password) > PASSWORD_MAX_BYTES) {
    throw new AppError('unauthenticated', WRONG_PASSWORD);
  }
  const allowance = await signInLimits().take({ account, address: attempt.address });
  if (!allowance.allowed) throw tooManyAttempts(allowance.waitSeconds);

  const found = await store.findCredentials(account);
  const matches = await verifyPassword(attempt.password, found?.passwordHash ?? NOBODYS_HASH);
  if (!found || !matches || found.user.disabledAt !== null) {
    throw new AppError('unauthenticated', WRONG_PASSWORD);
  }
  await allowance.giveBack();

  // A new name for every sign-in, never one the browser brought along (session fixation, ASVS 7.2.4).
  const sid = randomUUID();
  const at = now();
  await store.createSession({ id: sid, userId: found.user.id, now: at, expiresAt: at + SESSION_ABSOLUTE_MS });
  return { userId: found.user.id, sid, authVersion: found.user.authVersion };
}
