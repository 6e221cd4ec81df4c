import 'server-only';
import { requireRole } from '../caller';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';

export type CategoryPreference = Readonly<{ category: string; muted: boolean }>;

/** The categories there are, and which of them the viewer has switched off, in the order of the alphabet. */
export async function getPreferences(viewer: Viewer): Promise<{ categories: readonly CategoryPreference[] }> {
  requireRole(viewer, 'member');
  const { store } = context();
  const [used, muted] = [await store.categories(), new Set(await store.mutedCategories(viewer.id))];
  // What was switched off can be switched on again, also when it is used no more.
  const all = [...new Set([...used, ...muted])].sort();
  return { categories: all.map((category) => ({ category, muted: muted.has(category) })) };
}
