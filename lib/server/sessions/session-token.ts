import 'server-only';
import { decode } from 'next-auth/jwt';
import * as z from 'zod';

const claims = z.object({ sid: z.string().min(1).max(64), authVersion: z.int().nonnegative() });

export type SessionClaims = z.infer<typeof claims>;

/**
 * What the token claims: which session, and under which version of the person's credentials. It carries
 * nothing else that is trusted. Null when it is not ours, was changed, or has expired.
 */
export async function readSessionToken(token: string, secret: string): Promise<SessionClaims | null> {
  try {
    const parsed = claims.safeParse(await decode({ token, secret }));
    return parsed.success ? parsed.data : null;
  } catch {
    // jose throws for everything that is not a genuine, current token; to us they are all "signed out".
    return null;
  }
}
