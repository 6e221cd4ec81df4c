import 'server-only';

/**
 * next-auth's own name for its cookie. On https only the prefixed one counts: a browser takes that from
 * https alone, so a neighbouring plain-http host cannot plant its own session here.
 */
export function sessionCookieName(secure: boolean): string {
  return secure ? '__Secure-next-auth.session-token' : 'next-auth.session-token';
}

/** The cookies next-auth may see. It joins every cookie whose name merely starts like the session's, so others are kept from it. */
export function authCookieNames(secure: boolean): readonly string[] {
  const prefix = secure ? '__Secure-' : '';
  return [
    sessionCookieName(secure),
    `${prefix}next-auth.callback-url`,
    `${secure ? '__Host-' : ''}next-auth.csrf-token`,
  ];
}
