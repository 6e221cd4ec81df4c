import 'server-only';
import { context } from '../context';

export type OwnOrigin = Readonly<{ host: string; secure: boolean; origin: string }>;

/**
 * The address this request came to. The configured one when there is one; otherwise the `Host` the client
 * asked for, over http unless a proxy that we were told to trust says https. `X-Forwarded-Host` is never
 * believed: a proxy that rewrites `Host` needs `NEXTAUTH_URL`.
 */
export function ownOrigin(header: (name: string) => string | null): OwnOrigin {
  const { config } = context();
  if (config.publicUrl) {
    const { host, origin, protocol } = config.publicUrl;
    return { host, origin, secure: protocol === 'https:' };
  }
  const host = header('host') ?? 'localhost';
  const forwarded = config.trustedProxies > 0 ? header('x-forwarded-proto') : null;
  const secure = forwarded?.split(',')[0]?.trim() === 'https';
  return { host, secure, origin: `${secure ? 'https' : 'http'}://${host}` };
}
