import 'server-only';
import { AppError } from '@/lib/errors';
import type { Group } from '@/lib/inbox/group';
import { requireRole } from '../caller';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';

/** One group by its id or its key, with its size. Administrators only; `not_found` when there is none. */
export async function getGroup(viewer: Viewer, reference: string): Promise<Group> {
  requireRole(viewer, 'admin');
  return findGroup(reference);
}

/** The same for use cases that have looked at the role already. */
export async function findGroup(reference: string): Promise<Group> {
  const found = (await context().store.findGroups([reference])).get(reference);
  if (!found) throw new AppError('not_found', 'There is no such group.');
  return found;
}
