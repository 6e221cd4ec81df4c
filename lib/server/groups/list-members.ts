import 'server-only';
import * as z from 'zod';
import type { GroupMember } from '@/lib/inbox/group';
import { requireRole } from '../caller';
import { context } from '../context';
import { idField, limitField } from '../input-fields';
import { searchField } from '../search-field';
import type { Viewer } from '../sessions/session-viewer';
import { findGroup } from './get-group';

/** Rows of a page unless asked otherwise, and the most that may be asked for. */
const PAGE = 50;
const PAGE_MAX = 200;

export const membersQuery = z.strictObject({
  q: searchField,
  before: idField.nullable().default(null),
  limit: limitField({ max: PAGE_MAX, usual: PAGE }),
});

/** Who is in a group, and since when; `next` is the next page's `before`. Administrators only. */
export async function listMembers(
  viewer: Viewer,
  reference: string,
  page: { q?: string | null; before?: string | null; limit?: number } = {},
): Promise<{ members: readonly GroupMember[]; next: string | null }> {
  requireRole(viewer, 'admin');
  const { id } = await findGroup(reference);
  const { q = null, before = null, limit = PAGE } = page;
  return context().store.groupMembers(id, { q, before, limit });
}
