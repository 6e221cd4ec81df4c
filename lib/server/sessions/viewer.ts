import 'server-only';
import { cookies, headers } from 'next/headers';
import { cache } from 'react';
import { findSessionViewer, type Viewer } from './session-viewer';

export type { Viewer };

/**
 * The signed-in person of the page being rendered, or null. Reads the session and the user from the store
 * at every request (once for each), so a sign-out, a new role or a disabled account counts at once.
 */
export const findViewer = cache(async (): Promise<Viewer | null> => {
  const jar = await cookies();
  const header = await headers();
  return findSessionViewer({
    cookie: (name) => jar.get(name)?.value ?? null,
    header: (name) => header.get(name),
  });
});
