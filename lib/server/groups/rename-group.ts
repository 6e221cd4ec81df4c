import 'server-only';
import * as z from 'zod';
import type { Group } from '@/lib/inbox/group';
import { actorOf } from '../actor';
import { requireRole } from '../caller';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';
import { groupKey, groupName } from './create-group';
import { findGroup } from './get-group';

export const groupChange = z.strictObject({ name: groupName.optional(), key: groupKey.optional() });

/** Another name or key; who is in it, and what was sent to it, stays. Administrators only. */
export async function renameGroup(
  viewer: Viewer,
  reference: string,
  change: z.infer<typeof groupChange>,
): Promise<Group> {
  requireRole(viewer, 'admin');
  const { id } = await findGroup(reference);
  const { store, now } = context();
  return store.renameGroup(id, { ...change, by: actorOf(viewer), now: now() });
}
