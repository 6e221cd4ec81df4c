import 'server-only';
import { v7 as uuidv7 } from 'uuid';
import type { Once } from '@/db/once';
import { actorOf } from '../actor';
import { requireRole } from '../caller';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';
import { type GoneGroups, goneGroups } from './gone-groups';

/**
 * A draft with the text and the audience of any broadcast; its times, its list of people and its figures are not copied.
 * `gone` are the groups of that audience that were deleted since: it goes on naming them and cannot be sent before they
 * are removed, so that whoever was left out with one of them is not let in unnoticed. Senders and administrators.
 */
export async function copyBroadcast(
  viewer: Viewer,
  id: string,
  once: Once | null = null,
): Promise<{ id: string; gone: GoneGroups }> {
  requireRole(viewer, 'sender');
  const { store, now } = context();
  const copy = { newId: uuidv7(), createdBy: viewer.id, by: actorOf(viewer), once, now: now() };
  const draft = await store.duplicateBroadcast(id, copy);
  return { id: draft.id, gone: await goneGroups(draft.audience) };
}
