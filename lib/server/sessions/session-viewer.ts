import 'server-only';
import type { Session } from '@/db/store';
import type { Role } from '@/lib/inbox/audience';
import type { AuditVia } from '@/lib/inbox/audit';
import { context } from '../context';
import { isSecure } from '../http/own-origin';
import { sessionCookieName } from './session-cookie';
import { readSessionToken } from './session-token';

/** The person who makes this request, as the store knows them now; nothing of it comes from the token. */
export type Viewer = Readonly<{
  id: string;
  name: string;
  email: string;
  role: Role;
  sessionId: string;
  authVersion: number;
  /** Where the request came from, for the audit log; absent where nothing is changed. */
  origin?: Readonly<{ address: string | null; requestId: string | null; via: AuditVia }>;
}>;

/** Where a request keeps its cookies and headers: `Request` in handlers, `next/headers` in pages. */
export type RequestReader = Readonly<{
  cookie: (name: string) => string | null;
  header: (name: string) => string | null;
}>;

/** A session nobody used for this long has ended (ASVS 7.3.1), whatever its token says. */
export const SESSION_IDLE_MS = 7 * 24 * 60 * 60 * 1000;
/** A session ends this long after its sign-in, used or not (ASVS 7.3.2). */
export const SESSION_ABSOLUTE_MS = 30 * 24 * 60 * 60 * 1000;

export async function findSessionViewer(request: RequestReader): Promise<Viewer | null> {
  return (await findLiveSession(request))?.viewer ?? null;
}

/** The live session this request's cookie names and its viewer; null when signed out, expired, revoked or disabled. */
export async function findLiveSession(
  request: RequestReader,
): Promise<{ session: Session; viewer: Viewer } | null> {
  const { config } = context();
  const token = request.cookie(sessionCookieName(isSecure(request.header)));
  if (token === null) return null;
  const claims = await readSessionToken(token, config.authSecret);
  return claims === null ? null : findClaimedSession(claims);
}

/** What the claims of a genuine token are worth now. */
export async function findClaimedSession(claims: {
  sid: string;
  authVersion: number;
}): Promise<{ session: Session; viewer: Viewer } | null> {
  const { store, now } = context();
  const at = now();
  const found = await store.findSession(claims.sid, { now: at, idleAfter: at - SESSION_IDLE_MS });
  if (!found || found.user.authVersion !== claims.authVersion) return null;
  const { session, user } = found;
  return {
    session,
    viewer: {
      id: user.id,
      name: user.name,
      email: user.email,
      role: user.role,
      sessionId: session.id,
      authVersion: user.authVersion,
    },
  };
}
