import 'server-only';
import { AppError } from '@/lib/errors';
import { context } from '../context';

type Header = (name: string) => string | null;

/**
 * Refuses a change that another site's page could have started (CSRF). Browsers say where a request comes
 * from in `Sec-Fetch-Site`; over plain http they leave it out, and then `Origin` must name our own host. A
 * request with neither is no browser's, and a cookie is only for browsers.
 */
export function requireSameOrigin(header: Header): void {
  if (originOf(header) !== 'own') throw refusal();
}

/** As above, but lets a request pass that names no origin at all: next-auth's own CSRF token guards its routes then. */
export function refuseForeignOrigin(header: Header): void {
  if (originOf(header) === 'foreign') throw refusal();
}

function originOf(header: Header): 'own' | 'foreign' | 'unsaid' {
  const site = header('sec-fetch-site');
  if (site !== null) return site === 'same-origin' ? 'own' : 'foreign';
  const origin = header('origin');
  if (origin === null) return 'unsaid';
  return isOwn(origin, header('host')) ? 'own' : 'foreign';
}

/** Without a configured address the scheme is not compared: behind a proxy that ends TLS we cannot know it. */
function isOwn(origin: string, host: string | null): boolean {
  const { publicUrl } = context().config;
  if (origin === publicUrl?.origin) return true;
  // `null` is what sandboxed frames and some redirects send; it parses as no URL and is nobody's origin.
  return host !== null && URL.canParse(origin) && new URL(origin).host === host.toLowerCase();
}

function refusal(): AppError {
  return new AppError('forbidden', 'This request did not come from a page of this site.');
}
