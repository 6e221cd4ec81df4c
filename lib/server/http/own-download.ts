import 'server-only';
import { AppError } from '@/lib/errors';
import { isPrefetch } from './click-of';

/**
 * Refuses a download that is not somebody's own: it is an act and leaves an entry in the audit log, and a GET can be
 * caused by others. By another site's page, also one of a neighbouring host; by a browser that loads ahead; and by a
 * look at the headers, which takes nothing. Over plain http browsers do not say who asked; there the cookie decides,
 * which another page's pictures and scripts are not sent with (`SameSite=Lax`).
 */
export function requireOwnDownload(request: Request): void {
  const header = (name: string) => request.headers.get(name);
  if (request.method !== 'GET') throw new AppError('method_not_allowed', 'A download is asked for with GET.');
  if (isPrefetch(header)) throw new AppError('forbidden', 'A download is not made ahead of being asked for.');
  const site = header('sec-fetch-site');
  if (site === null || site === 'same-origin' || site === 'none') return;
  throw new AppError('forbidden', 'This request did not come from a page of this site.');
}
