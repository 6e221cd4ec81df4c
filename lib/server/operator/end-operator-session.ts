import 'server-only';
import { AppError } from '@/lib/errors';
import type { Viewer } from '../sessions/session-viewer';
import { signOut } from '../sessions/sign-out';
import { isTerminalSession } from './terminal-session';

/** Ends the session that a terminal opened, once its command is done. `conflict` for a session of a page, which is signed out where it was signed in. */
export async function endOperatorSession(viewer: Viewer): Promise<void> {
  if (!isTerminalSession(viewer.sessionId)) {
    throw new AppError('conflict', 'This session was not opened from a terminal.');
  }
  await signOut(viewer.sessionId);
}
