import 'server-only';
import { v7 as uuidv7 } from 'uuid';
import type { Once } from '@/db/once';
import { actorOf } from '../actor';
import { requireRole } from '../caller';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';

/** A draft with the text and the audience of any broadcast; its times, its list of people and its figures are not copied. Senders and administrators. */
export async function copyBroadcast(
  viewer: Viewer,
  id: string,
  once: Once | null = null,
): Promise<{ id: string }> {
  requireRole(viewer, 'sender');
  const { store, now } = context();
  const copy = { newId: uuidv7(), createdBy: viewer.id, by: actorOf(viewer), once, now: now() };
  const draft = await store.duplicateBroadcast(id, copy);
  return { id: draft.id };
}
