import 'server-only';
import { randomUUID } from 'node:crypto';

const PREFIX = 'terminal-';

/** The id of a new session that was opened from a terminal. Ids of sessions are made here and nowhere else, so nobody can choose one. */
export function makeTerminalSessionId(): string {
  return `${PREFIX}${randomUUID()}`;
}

/** Whether what is done in this session is done from a terminal. */
export function isTerminalSession(sessionId: string): boolean {
  return sessionId.startsWith(PREFIX);
}
