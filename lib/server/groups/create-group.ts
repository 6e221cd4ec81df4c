import 'server-only';
import { v7 as uuidv7 } from 'uuid';
import * as z from 'zod';
import type { Once } from '@/db/once';
import { AppError } from '@/lib/errors';
import { GROUP_NAME_MAX, type Group, groupKeyOf, isGroupKey } from '@/lib/inbox/group';
import { actorOf } from '../actor';
import { requireRole } from '../caller';
import { context } from '../context';
import { lineOf } from '../line-of-text';
import type { Viewer } from '../sessions/session-viewer';

export const groupName = lineOf({ max: GROUP_NAME_MAX });
export const groupKey = z
  .string()
  .trim()
  .refine(isGroupKey, 'A key has 1 to 40 lower-case letters, digits and hyphens, and no hyphen at an end.');

export const groupInput = z.strictObject({ name: groupName, key: groupKey.optional() });

/** A new group with nobody in it; its key is made of its name unless given. Administrators only. */
export async function createGroup(
  viewer: Viewer,
  { name, key = groupKeyOf(name) }: z.infer<typeof groupInput>,
  once: Once | null = null,
): Promise<Group> {
  requireRole(viewer, 'admin');
  if (key === '') throw noKey();
  const { store, now } = context();
  const by = actorOf(viewer);
  return store.createGroup({ id: uuidv7(), key, name, createdBy: viewer.id, by, once, now: now() });
}

function noKey(): AppError {
  const message = 'No key can be made of this name. Give one of letters from a to z, digits and hyphens.';
  return new AppError('invalid', message, { errors: [{ path: 'key', message }] });
}
