import 'server-only';
import { context } from '../context';

/**
 * Closes at once what is open under these sessions of one person, which have ended. Where another service holds the
 * sockets, the person's pages are told, once: each of them looks for itself.
 */
export function closeSessions(sessionIds: readonly string[], userId: string): void {
  const { sockets } = context();
  for (const [place, id] of sessionIds.entries()) sockets.closeSession(id, place === 0 ? userId : null);
}
