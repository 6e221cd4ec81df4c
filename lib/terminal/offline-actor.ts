import { userInfo } from 'node:os';
import type { Actor } from '@/lib/inbox/audit';

/** Who acts on the database itself, where nobody is signed in: the user of this computer, by name. */
export function offlineActor(): Actor {
  return { id: null, name: nameOf(), via: 'terminal', address: null, requestId: null };
}

function nameOf(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a number that has no name.
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}
