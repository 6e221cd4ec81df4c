import 'server-only';
import type { AuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import { AppError } from '@/lib/errors';
import { context } from '../context';
import { readSessionToken } from './session-token';
import { findClaimedSession, SESSION_ABSOLUTE_MS } from './session-viewer';
import { signIn } from './sign-in';
import { signOut } from './sign-out';

declare module 'next-auth' {
  interface User {
    sid: string;
    authVersion: number;
  }
}
declare module 'next-auth/jwt' {
  interface JWT {
    sid?: string;
    authVersion?: number;
  }
}

/**
 * One request as these options see it. `failure` is what next-auth would otherwise only have logged, or
 * answered as a wrong password or an ended session.
 */
export type AuthRequest = {
  readonly secure: boolean;
  readonly address: string;
  /** The session this browser brings along, live or not. */
  readonly token: string | null;
  failure: unknown;
};

/** next-auth's settings for one request; made for each, so that nothing is read before there is a context. */
export function authOptions(request: AuthRequest): AuthOptions {
  const { config, logger } = context();
  const live = liveSession(request);
  return {
    secret: config.authSecret,
    useSecureCookies: request.secure,
    session: { strategy: 'jwt', maxAge: SESSION_ABSOLUTE_MS / 1000 },
    pages: { signIn: '/sign-in', signOut: '/', error: '/sign-in' },
    providers: [
      CredentialsProvider({
        name: 'Belfry',
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        authorize: (given) => authorize(given, request),
      }),
    ],
    callbacks: {
      redirect: ({ url, baseUrl }) => ownAddress(url, baseUrl),
      jwt: async ({ token, user }) => {
        if (user) return { sid: user.sid, authVersion: user.authVersion };
        // Throwing makes next-auth clear the cookie: what it names has ended.
        if (!(await live.find(token))) throw new Error('This session has ended.');
        return token;
      },
      session: async ({ session, token }) => {
        const found = await live.find(token);
        if (!found) throw new Error('This session has ended.');
        const { id, name, email, role } = found.viewer;
        return { ...session, user: { id, name, email, role }, expires: found.session.expiresAt };
      },
    },
    events: {
      signOut: async ({ token }) => {
        // next-auth swallows what its events throw; a sign-out that was not written down must not look like one.
        if (token.sid) await signOut(token.sid).catch((error: unknown) => (request.failure = error));
      },
    },
    logger: {
      // A cookie that has had its day is no error of ours.
      error: (code, metadata) =>
        code === 'JWT_SESSION_ERROR'
          ? logger.debug({ code }, 'session ended')
          : logger.error({ code, err: metadata }, 'next-auth'),
      warn: (code) => logger.warn({ code }, 'next-auth'),
      debug: () => undefined,
    },
  };
}

/** A wrong password is next-auth's to answer, with our sentence; a wait or a database in trouble is none. */
async function authorize(given: Record<string, string> | undefined, request: AuthRequest) {
  // Of a form these are text or missing; of a JSON body they may be anything.
  const [email, password]: unknown[] = [given?.email, given?.password];
  if (typeof email !== 'string' || typeof password !== 'string') return null;
  try {
    const { userId, sid, authVersion } = await signIn({ email, password, address: request.address });
    await endPrevious(request.token);
    return { id: userId, sid, authVersion };
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'unauthenticated')) request.failure = error;
    throw error;
  }
}

/** Nobody could sign it out any more: its cookie is about to be overwritten. */
async function endPrevious(token: string | null): Promise<void> {
  const claims = token === null ? null : await readSessionToken(token, context().config.authSecret);
  if (claims) await signOut(claims.sid);
}

/**
 * The session a token names, read once however many callbacks ask. next-auth takes any failure for an ended
 * session and clears the cookie: a database in trouble would sign everybody out.
 */
function liveSession(request: AuthRequest) {
  let found: ReturnType<typeof findClaimedSession> | undefined;
  return {
    find: async (token: { sid?: string; authVersion?: number }) => {
      if (token.sid === undefined || token.authVersion === undefined) return null;
      found ??= findClaimedSession({ sid: token.sid, authVersion: token.authVersion }).catch(
        (error: unknown) => {
          request.failure = error;
          throw error;
        },
      );
      return found;
    },
  };
}

/** The address when it is on this site, else the site's root: no redirect leads elsewhere (`//evil`, `/\evil`, `https:evil`). */
export function ownAddress(url: string, origin: string): string {
  const parsed = URL.canParse(url, origin) ? new URL(url, origin) : null;
  return parsed?.origin === origin ? parsed.href : origin;
}
