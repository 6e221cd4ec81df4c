import 'server-only';
import { context } from '../context';

/**
 * Ends a session everywhere: its cookie is worth nothing, and its sockets are closed or, where another service
 * holds them, its pages are told to close them. A second time changes nothing.
 */
export async function signOut(sessionId: string): Promise<void> {
  const { store, sockets, now } = context();
  const userId = await store.revokeSession(sessionId, now());
  sockets.closeSession(sessionId, userId);
}
