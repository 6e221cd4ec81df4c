import 'server-only';
import * as z from 'zod';
import { requireRole } from '../caller';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';
import type { CategoryPreference } from './get-preferences';

/** The `[category]` of a route. */
export const categoryParams = z.strictObject({ category: z.string().regex(/^[a-z0-9-]{1,40}$/) });

/** Whether the viewer gets broadcasts of this category from now on; critical ones come in any case. */
export async function muteCategory(
  viewer: Viewer,
  { category, muted }: CategoryPreference,
): Promise<CategoryPreference> {
  requireRole(viewer, 'member');
  const { store, now } = context();
  await store.muteCategory(viewer.id, { category, muted, now: now() });
  return { category, muted };
}
