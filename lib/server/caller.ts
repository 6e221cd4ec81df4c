import 'server-only';
import type { ApiKey, ApiKeyScope } from '@/db/store';
import { AppError } from '@/lib/errors';
import type { Role } from '@/lib/inbox/audience';
import type { Viewer } from './sessions/session-viewer';

/** Who asks: a signed-in person, or a program with an API key. */
export type Caller = Readonly<{ kind: 'viewer'; viewer: Viewer }> | Readonly<{ kind: 'key'; key: ApiKey }>;

/** What each role may do, in order: a later one may do everything an earlier one may. */
const RANK: Readonly<Record<Role, number>> = { member: 0, sender: 1, admin: 2 };

/** Throws `forbidden` when the viewer's role is below this one. */
export function requireRole(viewer: Viewer, role: Role): void {
  if (RANK[viewer.role] < RANK[role]) throw new AppError('forbidden', 'Your role does not allow this.');
}

/** Lets pass an administrator, or a program whose key has the scope; throws `forbidden` for others. */
export function requireAdminOrScope(caller: Caller, scope: ApiKeyScope): void {
  if (caller.kind === 'viewer') requireRole(caller.viewer, 'admin');
  else if (!caller.key.scopes.includes(scope))
    throw new AppError('forbidden', 'This API key does not allow this.');
}
