import 'server-only';
import * as z from 'zod';
import type { Group } from '@/lib/inbox/group';
import { requireRole } from '../caller';
import { context } from '../context';
import { limitField } from '../input-fields';
import { searchField } from '../search-field';
import type { Viewer } from '../sessions/session-viewer';

/** Rows of a page unless asked otherwise, and the most the store answers. */
const PAGE = 50;
const PAGE_MAX = 100;

export const groupsQuery = z.strictObject({
  q: searchField,
  /** A name in lower case: groups are in the order of their names. */
  before: z.string().min(1).max(200).nullable().default(null),
  limit: limitField({ max: PAGE_MAX, usual: PAGE }),
});

type GroupsPage = { q?: string | null; before?: string | null; limit?: number };
type GroupsAnswer = { groups: readonly Group[]; next: string | null };

/**
 * Groups with their sizes, in the order of their names; `next` is the next page's `before`. Senders, who may address
 * groups without being told who is in them, and administrators.
 */
export async function listGroups(viewer: Viewer, page: GroupsPage = {}): Promise<GroupsAnswer> {
  requireRole(viewer, 'sender');
  return pageOf(page);
}

/** The same for the page on which they are made. Administrators only. */
export async function listGroupsToManage(viewer: Viewer, page: GroupsPage): Promise<GroupsAnswer> {
  requireRole(viewer, 'admin');
  return pageOf(page);
}

function pageOf(page: GroupsPage): Promise<GroupsAnswer> {
  const { q = null, before = null, limit = PAGE } = page;
  return context().store.listGroups({ q, before, limit });
}
