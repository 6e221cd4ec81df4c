import 'server-only';
import { encode } from 'next-auth/jwt';
import * as z from 'zod';
import { AppError } from '@/lib/errors';
import { context } from '../context';
import { isSecure } from '../http/own-origin';
import { requestOrigin } from '../http/request-origin';
import { requestReader } from '../http/request-reader';
import { sessionCookieName } from '../sessions/session-cookie';
import { isLoopbackHost } from './loopback';
import { makeTerminalSessionId } from './terminal-session';

/** Long enough for the longest command, short enough to be forgotten. */
export const OPERATOR_SESSION_MS = 60 * 60 * 1000;

export const operatorInput = z.strictObject({
  nonce: z.string().regex(/^[A-Za-z0-9_-]{22,64}$/, 'This is 16 random bytes or more, in base64url.'),
  at: z.int().nonnegative(),
  as: z.string().trim().toLowerCase().min(3).max(254).nullable(),
  proof: z.string().regex(/^[0-9a-f]{64}$/, 'This is an HMAC-SHA-256, in hexadecimal.'),
});

/**
 * A session of an administrator for somebody who can read the data folder of this server, on this computer. It has no
 * more rights than the same person's own sessions, lasts an hour, and what is done in it is recorded as done from a
 * terminal; opening it is recorded too. To everybody else there is nothing here, whatever they send.
 */
export async function openOperatorSession(
  request: Request,
  { proof, ...claim }: z.infer<typeof operatorInput>,
): Promise<{
  /** The header to send from now on. */
  cookie: string;
  administrator: { name: string; email: string };
  expiresAt: string;
  answer: string;
}> {
  if (!isLocal(request)) throw new AppError('not_found', 'There is nothing here.');
  const { store, config, operator, now } = context();
  const at = now();
  if (!operator.admits(claim, proof, at)) throw new AppError('forbidden', 'This proof is not valid.');
  const { session, administrator } = await store.openTerminalSession({
    id: makeTerminalSessionId(),
    email: claim.as,
    ...requestOrigin(request),
    now: at,
    expiresAt: at + OPERATOR_SESSION_MS,
  });
  const { name, email, authVersion } = administrator;
  const token = await encode({
    token: { sid: session.id, authVersion },
    secret: config.authSecret,
    maxAge: OPERATOR_SESSION_MS / 1000,
  });
  const cookieName = sessionCookieName(isSecure(requestReader(request).header));
  return {
    cookie: `${cookieName}=${token}`,
    administrator: { name, email },
    expiresAt: session.expiresAt,
    answer: operator.answer(claim.nonce),
  };
}

/**
 * From this computer, with no proxy in between (whose every visitor would seem to be one of ours), and by an address
 * that names this computer: a page whose own name was made to point here (DNS rebinding) sends its name.
 */
function isLocal({ headers }: Request): boolean {
  return headers.get('x-belfry-peer') === 'local' && isLoopbackHost(headers.get('host') ?? '');
}
