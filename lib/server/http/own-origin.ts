import 'server-only';
import { AppError } from '@/lib/errors';
import { context } from '../context';

export type OwnOrigin = Readonly<{ host: string; secure: boolean; origin: string }>;

type Header = (name: string) => string | null;

/**
 * The address this request came to. The configured one when there is one; otherwise the `Host` the client
 * asked for, over http unless a proxy that we were told to trust says https. `X-Forwarded-Host` is never
 * believed: a proxy that rewrites `Host` needs `NEXTAUTH_URL`. Throws `invalid` for a host that no address
 * can hold.
 */
export function ownOrigin(header: Header): OwnOrigin {
  const secure = isSecure(header);
  const { publicUrl } = context().config;
  const { host, origin } = publicUrl ?? parseHost(header('host') ?? 'localhost', secure);
  return { host, origin, secure };
}

/** Whether browsers reach us over https; needs no host, so a session is found whatever the client calls us. */
export function isSecure(header: Header): boolean {
  const { publicUrl, trustedProxies } = context().config;
  if (publicUrl) return publicUrl.protocol === 'https:';
  const forwarded = trustedProxies > 0 ? header('x-forwarded-proto') : null;
  return forwarded?.split(',')[0]?.trim() === 'https';
}

/** A host and perhaps a port. Anything that ends a host would make the address mean more than it says. */
function parseHost(host: string, secure: boolean): URL {
  const address = `${secure ? 'https' : 'http'}://${host}`;
  if (/^[^\s/\\?#@]+$/.test(host) && URL.canParse(address)) return new URL(address);
  throw new AppError('invalid', 'The Host of this request is none.');
}
