import 'server-only';
import { AppError } from '@/lib/errors';
import { findKeyHolder } from '../api-keys/find-key-holder';
import type { Caller } from '../caller';
import { isTerminalSession } from '../operator/terminal-session';
import { findSessionViewer } from '../sessions/session-viewer';
import { requestOrigin } from './request-origin';
import { requestReader } from './request-reader';

/**
 * Who asks: the API key's holder when there is an `Authorization` header, else the cookie's viewer, else
 * nobody. Throws `unauthenticated` for a header that is not a live key, also where nobody needs one: a
 * program must learn at once that its key is wrong, and a bad header never falls back to a cookie.
 */
export async function findCaller(request: Request): Promise<Caller | null> {
  const authorization = request.headers.get('authorization');
  if (authorization === null) {
    const viewer = await findSessionViewer(requestReader(request));
    // A page that stayed open while somebody else signed in says whose it is: it may neither show nor change theirs.
    const asksFor = request.headers.get('x-belfry-viewer');
    if (viewer && asksFor !== null && asksFor !== viewer.id) {
      throw new AppError('unauthenticated', 'Somebody else is signed in here now.');
    }
    if (!viewer) return null;
    const via = isTerminalSession(viewer.sessionId) ? 'terminal' : 'page';
    return { kind: 'viewer', viewer: { ...viewer, origin: { ...requestOrigin(request), via } } };
  }
  const token = /^Bearer ([\x21-\x7e]{1,200})$/i.exec(authorization)?.[1];
  const key = token === undefined ? null : await findKeyHolder(token);
  if (!key) throw new AppError('unauthenticated', 'The Authorization header has no valid API key.');
  return { kind: 'key', key };
}
